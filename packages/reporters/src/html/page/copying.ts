/** How long a button says that the text was copied, in milliseconds. */
const saidFor = 2000;
const space = "http://www.w3.org/2000/svg";

/**
 * Adds a button that copies a text beside each test's name, each message and each command. A page can have a thousand
 * cards: a card gets its buttons when it comes near the window.
 */
export function copyButtons(root: ParentNode): void {
  for (const command of root.querySelectorAll<HTMLElement>("code.command"))
    command.after(button("Copy the command", () => command.textContent));
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting) continue;
        observer.unobserve(target);
        addTo(target);
      }
    },
    { rootMargin: "100% 0px" },
  );
  for (const card of root.querySelectorAll(".card")) observer.observe(card);
}

function addTo(card: Element): void {
  const heading = card.querySelector<HTMLElement>("h3");
  heading?.append(button("Copy the name", () => heading.textContent));
  for (const message of card.querySelectorAll<HTMLElement>(".message"))
    message.prepend(button("Copy the message", () => textOf(message)));
}

/** All of a message, even what is folded. */
function textOf(message: HTMLElement): string {
  return Array.from(message.querySelectorAll("pre"), ({ textContent }) => textContent).join("\n");
}

function button(label: string, text: () => string | null): HTMLButtonElement {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "copy";
  element.setAttribute("aria-label", label);
  element.title = label;
  element.append(icon());
  element.addEventListener("click", () => {
    void copy((text() ?? "").trim()).then((done) => {
      element.setAttribute("aria-label", done ? "Copied" : "Not copied: the browser does not allow it");
      element.classList.toggle("copied", done);
      setTimeout(() => {
        element.setAttribute("aria-label", label);
        element.classList.remove("copied");
      }, saidFor);
    });
  });
  return element;
}

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** Two sheets; the style shows a tick instead once it is done. */
function icon(): SVGElement {
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  for (const d of ["M5.5 5.5h8v8h-8zM10.5 5V2.5h-8v8H5", "M3 8.5l3.5 3.5L13 4.5"]) {
    const path = document.createElementNS(space, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}
