/** Scrolls to a test and gives its link the focus. */
export function reveal(target: HTMLElement): void {
  for (let around = target.parentElement; around; around = around.parentElement)
    if (around instanceof HTMLDetailsElement) around.open = true;
  const show = (): void => target.scrollIntoView({ block: "center" });
  target.querySelector<HTMLElement>("a")?.focus({ preventScroll: true });
  show();
  // Only now do the parts that were out of sight have their real height.
  requestAnimationFrame(() => requestAnimationFrame(show));
}
