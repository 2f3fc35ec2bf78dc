/** Brings a test into view and gives its link the focus. */
export function reveal(target: HTMLElement): void {
  for (let around = target.parentElement; around; around = around.parentElement)
    if (around instanceof HTMLDetailsElement) around.open = true;
  const show = (): void => target.scrollIntoView({ block: "center" });
  target.querySelector<HTMLElement>("a")?.focus({ preventScroll: true });
  show();
  // What was out of sight has its true height only now.
  requestAnimationFrame(() => requestAnimationFrame(show));
}
