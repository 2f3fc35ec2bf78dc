/** Scrolls to a test and gives its link the focus. */
export function reveal(target: HTMLElement): void {
  unfold(target);
  const show = (): void => target.scrollIntoView({ block: "center" });
  target.querySelector<HTMLElement>("a")?.focus({ preventScroll: true });
  show();
  // Only now do the parts that were out of sight have their real height.
  requestAnimationFrame(() => requestAnimationFrame(show));
}

/** Opens everything in which an element is folded. */
export function unfold(target: HTMLElement): void {
  for (let around = target.parentElement; around; around = around.parentElement)
    if (around instanceof HTMLDetailsElement) around.open = true;
}
