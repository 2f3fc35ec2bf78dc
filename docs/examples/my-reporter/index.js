// A complete reporter: one line for each test that did not pass, for a chat message or a ticket.
export default {
  file: "not-passed.txt",
  render({ verdict, runs }) {
    const lines = [`${verdict.kind}: ${verdict.reason}`];
    for (const { name, results } of runs)
      for (const suite of results?.suites ?? [])
        for (const test of suite.cases)
          if (test.outcome === "failed" || test.outcome === "error")
            lines.push(`${name}, ${suite.name}, ${test.name}: ${test.message ?? test.outcome}`);
    return `${lines.join("\n")}\n`;
  },
};
