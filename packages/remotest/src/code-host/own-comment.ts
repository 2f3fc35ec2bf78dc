import type { Markdown } from "@remotest/reporters";
import { CodeHostError } from "./api.ts";
import type { Conversation, HostComment } from "./code-host.ts";

/**
 * Replaces the earlier comment with the same marker, or writes a new one. Repeat all of it if it fails: then
 * a comment that was written although no answer came is found, and not written twice. If two builds wrote one each at the
 * same time, both are replaced: none may still show a verdict that is no longer true.
 *
 * @param body begins with the marker, on a line of its own
 */
export async function writeOwnComment(conversation: Conversation, body: Markdown): Promise<void> {
  const [marker = ""] = body.split("\n", 1);
  const own: HostComment[] = [];
  for await (const comment of conversation.comments()) {
    // Somebody may quote the marker, or write it first: their comment stays theirs.
    if (comment.isOwn && comment.id > 0 && comment.body.split(/\r?\n/, 1)[0] === marker) own.push(comment);
  }
  let written = 0;
  for (const { id, body: earlier } of own)
    if (withoutEnd(earlier) === withoutEnd(body) || (await isUpdated(conversation, id, body))) written++;
  if (written === 0) await conversation.create(body);
}

/** False if the comment is not there any more, or another bot wrote it: then it must not keep ours from being written. */
async function isUpdated(conversation: Conversation, id: number, body: Markdown): Promise<boolean> {
  try {
    await conversation.update(id, body);
    return true;
  } catch (error) {
    if (error instanceof CodeHostError && error.isRefusal) return false;
    throw error;
  }
}

/** The hosts change line ends, and leave out white space at the end. */
function withoutEnd(body: string): string {
  return body.replaceAll("\r\n", "\n").trimEnd();
}
