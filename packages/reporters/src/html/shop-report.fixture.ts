import { type Attempt, gate, type Outcome, type TestCase } from "@remotest/core";
import { caseKeys, type PastReport, type Report } from "@remotest/core/flow";
import { report, testRun, withResults } from "../fixtures/reports.ts";

const suites: Readonly<Record<string, readonly string[]>> = {
  Basket: ["Add an item", "Remove an item", "Change the amount", "Basket survives a new login", "Empty basket says so"],
  Checkout: [
    "Pay with a card",
    "Pay with a declined card",
    "Pay by invoice",
    "Address of a company",
    "Voucher is applied once",
    "Delivery date is shown",
    "주문 확인 메일이 도착한다",
  ],
  Search: ["Find by name", "Find by part of a name", "No match", "Filter by size", "Sort by price", "Next page"],
  Account: ["Sign in", "Sign out", "Forgotten password", "Two factors", "Change the address", "Delete the account"],
  Orders: [
    "List of orders",
    "Order in full",
    "Return an item",
    "Print the invoice",
    "Track a parcel",
    "Cancel an order",
  ],
};

const link = (id: number) => [
  { label: "Result at the service", href: `https://ats.example/apps/8f1c/results/case?id=${40_000 + id}` },
];
const declined = `Expected the page to say "Your card was declined", but it still says "Paying…" after 30 s.

  at Checkout.Pay (step 7: wait for the result)
  Locator: .mx-dialog .alert-danger
  Browser: Chrome 131, 1920 × 1080`;
const voucher = `Expected total 45.00 EUR but found 40.00 EUR: the voucher SPRING5 was applied twice.

  at Checkout.Voucher (step 4: compare the total)`;
const paused = `Expected the orders to be equal

- Expected
+ Received

  {
-   "state": "paid",
+   "state": "waiting",
    "items": 3
  }

    at checkState (/shop/test/orders.test.js:41:9)
    at Context.<anonymous> (/shop/test/orders.test.js:88:5)
    at callFn (/shop/node_modules/mocha/lib/runnable.js:366:21)
    at Runnable.run (/shop/node_modules/mocha/lib/runnable.js:354:5)
    at Runner.runTest (/shop/node_modules/mocha/lib/runner.js:680:10)
    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)`;
const lost = "The browser session ended before the test did (node lost). Nothing is known about the app.";

function attempt(message: string, durationMs: number): Attempt {
  return { outcome: "failed", message, durationMs, links: link(900) };
}

const special: Readonly<Record<string, (common: Omit<TestCase, "outcome">) => TestCase>> = {
  "Pay with a declined card": (common) => ({
    ...common,
    outcome: "failed",
    message: declined,
    durationMs: 48_300,
    earlierAttempts: [attempt(declined, 47_900)],
  }),
  "Voucher is applied once": (common) => ({ ...common, outcome: "failed", message: voucher, durationMs: 12_400 }),
  "Track a parcel": (common) => ({ ...common, outcome: "error", message: lost, durationMs: 95_000 }),
  "Print the invoice": (common) => ({
    ...common,
    outcome: "failed",
    message: "Expected a PDF with 2 pages but it has 3.",
    quarantine: { reason: "SHOP-412: the new letterhead needs a third page", until: "2026-12-18" },
  }),
  "Order in full": (common) => ({
    ...common,
    outcome: "failed",
    message: paused,
    durationMs: 9_800,
    earlierAttempts: [
      { outcome: "error", message: lost, durationMs: 30_000, links: link(901) },
      { ...attempt(paused, 10_100), links: [] },
    ],
  }),
  "Two factors": (common) => ({
    ...common,
    outcome: "passed",
    earlierAttempts: [attempt("The code did not arrive within 60 s.", 63_000)],
  }),
  "Delete the account": ({ name, links, earlierAttempts }) => {
    return { name, links, earlierAttempts, outcome: "skipped", message: "No mail server" };
  },
};

const cases: Readonly<Record<string, readonly TestCase[]>> = Object.fromEntries(
  Object.entries(suites).map(([suite, names], at) => [
    suite,
    names.map((name, index): TestCase => {
      const id = at * 10 + index;
      const common = { name, links: link(id), earlierAttempts: [], durationMs: 1500 + ((id * 7919) % 260) ** 2 / 2 };
      return special[name]?.(common) ?? { ...common, outcome: "passed" };
    }),
  ]),
);

/** The outcomes in earlier reports, oldest first, of the cases that did not always pass. */
const before: Readonly<Record<string, string>> = {
  "Pay with a declined card": "........FFFF",
  "Print the invoice": ".....FFFFFFF",
  "Two factors": "..~....~..~.",
  "Return an item": "........EFFF",
  "Sort by price": "...F..F...F.",
  "Delete the account": "ssssssssssss",
};
const outcomes = { ".": "passed", F: "failed", E: "error", "~": "flaky", s: "skipped" } as const;

function past(number: number): PastReport {
  const all = new Map<string, Outcome | "flaky">();
  const key = caseKeys();
  for (const [suite, names] of Object.entries(suites))
    for (const name of names) all.set(key(suite, name), outcomes[(before[name]?.[number] ?? ".") as "."]);
  const ended = [...all.values()];
  const having = (wanted: string) => ended.filter((outcome) => outcome === wanted).length;
  const counts = {
    total: ended.length,
    passed: having("passed") + having("flaky"),
    failed: having("failed"),
    errors: having("error"),
    skipped: having("skipped"),
    flaky: having("flaky"),
    quarantined: 0,
  };
  return {
    endedAt: new Date(Date.UTC(2026, 10, 9 + number, 22, 31)),
    durationMs: 500_000 + ((number * 7919) % 90_000) + (number > 8 ? 120_000 : 0),
    counts,
    outcomes: all,
  };
}

const declinedCase = { suite: "Checkout", name: "Pay with a declined card" };

/** A report such as people read: of a shop, with all that a page can show. */
export function shopReport(): Report {
  const run = testRun(cases, { conclusion: { kind: "failed" }, warnings: [] });
  const all = report(
    withResults(run, {
      provider: "ats",
      name: "Nightly: all browsers",
      handle: { ref: "ats:8f1c/251929", url: "https://ats.example/apps/8f1c/jobs/251929" },
      startedAt: new Date("2026-11-21T22:20:00Z"),
      endedAt: new Date("2026-11-21T22:31:12Z"),
      verdict: gate(run, { failOn: "failed", maxFailures: { count: 0 } }),
      attachments: [
        { title: "What the service answered", file: "provider/job.json" },
        { title: "The service's report", file: "provider/report.html" },
        { title: "Screenshot of the last step", file: "provider/pay.png", testCase: declinedCase },
        { title: "Film of the test", file: "provider/pay.webm", testCase: declinedCase },
        { title: "Log of the browser", file: "provider/pay.log", testCase: declinedCase },
      ],
    }),
  );
  const warnings = [
    'quarantine.yml: "Search / Find by voice" has expired on 2026-11-15, and matches no test any more.',
  ];
  const origin = {
    system: "GitLab",
    branch: "feature/new-basket",
    build: "1041",
    buildUrl: "https://ci.example/shop/builds/1041",
    startedBy: "Ada Byron",
  };
  const commit = "3f9c1d2e7b8a4c5d6e7f8091a2b3c4d5e6f70819";
  return { ...all, commit, origin, warnings, history: Array.from({ length: 12 }, (_, number) => past(number)) };
}

/** A report with very many cases: each has a link, and every 50th failed. */
export function largeReport(cases: number): Report {
  const all = Array.from({ length: cases }, (_, index): TestCase => {
    const common = {
      name: `Order ${index} is paid`,
      links: link(index),
      earlierAttempts: [],
      durationMs: index % 9000,
    };
    return index % 50 === 0
      ? { ...common, outcome: "failed", message: `Expected total ${index} but found none` }
      : { ...common, outcome: "passed" };
  });
  return report(withResults(testRun({ Shop: all }), { name: "Large" }));
}
