const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/**
 * Clean text as XML, in an element or as a quoted value. GitLab and Jenkins attach the file that `[[ATTACHMENT|path]]`
 * names: only we may write that, so its beginning is broken up.
 */
export function text(clean: string): string {
  return clean.replaceAll(/[&<>"]|\[\[(?=ATTACHMENT)/gi, (found) => entities[found] ?? "[ [");
}

/** Text of ours as XML, in an element. */
export function ownText(clean: string): string {
  return clean.replaceAll(/[&<>"]/g, (found) => entities[found] ?? "");
}
