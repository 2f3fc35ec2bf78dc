import type { Conversation } from "./code-host.ts";

/**
 * Replaces the earlier comment with the same marker, or writes a new one. Repeat all of it if it fails: then
 * a comment that was written although no answer came is found, and not written twice.
 *
 * @param body begins with the marker, on a line of its own
 */
export async function writeOwnComment(conversation: Conversation, body: string): Promise<void> {
  const [marker = ""] = body.split("\n", 1);
  for await (const comment of conversation.comments()) {
    // Somebody may quote the marker, or write it first: their comment stays theirs.
    if (!comment.isOwn || comment.id <= 0 || comment.body.split(/\r?\n/, 1)[0] !== marker) continue;
    if (withoutEnd(comment.body) !== withoutEnd(body)) await conversation.update(comment.id, body);
    return;
  }
  await conversation.create(body);
}

/** The hosts change line ends, and leave out white space at the end. */
function withoutEnd(body: string): string {
  return body.replaceAll("\r\n", "\n").trimEnd();
}
