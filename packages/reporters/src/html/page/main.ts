// The script of report.html: finds tests on a page that already has all of them. The rest of the page works without it.
import { FilterBar } from "./bar.ts";
import { copyButtons } from "./copying.ts";
import { frames } from "./frames.ts";
import { unfoldForPrint } from "./printing.ts";
import { everything, hashOf, narrows, type Query, queryOf } from "./query.ts";
import { reveal, unfold } from "./reveal.ts";
import { TestsOnPage } from "./tests-on-page.ts";

const element = document.querySelector<HTMLElement>(".bar");
const bar = element && new FilterBar(element, ask);
let tests: TestsOnPage | undefined;
let addressing: ReturnType<typeof setTimeout> | undefined;

/** Shows only the tests of a query, and puts it into the address. */
function ask(query: Query): void {
  if (!tests || !bar) return;
  const found = tests.show(query);
  bar.found(found, tests.total, query);
  document.body.classList.toggle("empty", found === 0);
  document.body.classList.toggle("narrowed", narrows(query));
  clearTimeout(addressing);
  const { hash } = location;
  // Browsers refuse to change the address many times a second.
  addressing = setTimeout(() => {
    // A link that was followed in the meantime has already changed the address.
    if (location.hash !== hash) return;
    if (queryOf(location.hash) || hashOf(query) !== "")
      history.replaceState(null, "", hashOf(query) || location.href.replace(/#.*/, ""));
  }, 200);
}

/** Follows the address: shows the tests of its query, or one test even if the present query hides it. */
function follow(): void {
  const query = queryOf(location.hash);
  if (query) {
    if (hashOf(query) !== "" || document.body.classList.contains("narrowed")) bar?.set(query);
    return;
  }
  const target = document.getElementById(location.hash.slice(1));
  if (!target) return;
  unfold(target);
  const leftOut = target.getClientRects().length === 0;
  if (leftOut) bar?.set(everything);
  tests?.finish();
  if (target.matches("tr, .card")) reveal(target);
  else if (leftOut) target.scrollIntoView();
}

document.addEventListener("DOMContentLoaded", () => {
  frames(document);
  copyButtons(document);
  addEventListener("beforeprint", () => tests?.finish());
  unfoldForPrint();
  tests = new TestsOnPage(document);
  bar?.offer(tests.suites);
  follow();
  addEventListener("hashchange", follow);
});

// A browser that scrolls to an element by itself takes the focus away from it when the page has loaded.
addEventListener("load", () => {
  if (!queryOf(location.hash)) follow();
});
