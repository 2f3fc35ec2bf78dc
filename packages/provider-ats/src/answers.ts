import type { Transport } from "@remotest/core";

/** A `fetch` that keeps the text of the last answer, so that the report directory gets it as it came. */
export function keepAnswers(fetch: Transport["fetch"]): {
  fetch: Transport["fetch"];
  last: () => Promise<string>;
} {
  let last = Promise.resolve("");
  return {
    fetch: async (input, init) => {
      const answer = await fetch(input, init);
      // An answer that breaks off is the reader's affair; here it leaves nothing.
      last = answer
        .clone()
        .text()
        .catch(() => "");
      return answer;
    },
    last: () => last,
  };
}
