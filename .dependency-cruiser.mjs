// The import rules. `pnpm exec depcruise packages --config` checks them, and scripts/check/import-rules.test.ts plants
// one import of each forbidden kind. docs/architecture.md shows the same order as a picture.

/** Our packages, each with those that its sources may import. Tests may also import those under `test`. */
const packages = {
  http: { may: [] },
  core: { may: [] },
  "[^/]+-client": { may: ["http"] },
  "provider-[^/]+": { may: ["core", "http", "[^/]+-client"], test: ["sandbox"] },
  reporters: { may: ["core"] },
  sandbox: { may: ["core"], test: ["[^/]+-client"] },
  remotest: { may: ["core", "http", "provider-[^/]+", "reporters", "sandbox"] },
  plugin: { may: ["core", "reporters", "remotest"] },
  "github-action": { may: ["core", "plugin", "remotest"], test: ["sandbox"] },
  "azure-devops-task": { may: ["core", "plugin", "remotest"], test: ["sandbox"] },
};

/** Folders inside a package, from the ground up: each imports only itself and the folders before it. */
const floors = {
  core: [
    ["files"],
    ["inputs", "results"],
    ["errors.ts"],
    ["gate"],
    ["provider"],
    ["ledger"],
    ["report-dir"],
    ["report"],
    ["run"],
    ["index.ts", "flow.ts"],
  ],
  remotest: [
    ["platform.ts"],
    ["interruption.ts", "network", "files", "providers", "new-provider"],
    ["plan-file"],
    ["command-line"],
    ["secrets"],
    ["code-host"],
    ["callback"],
    ["plan", "output"],
    ["run-plan.ts", "dry-run.ts", "doctor", "init"],
    ["commands"],
    ["main.ts"],
    ["index.ts", "bin.ts"],
  ],
  reporters: [
    ["report-file-names.ts"],
    ["words"],
    ["cases"],
    ["ctrf", "html", "junit", "markdown"],
    ["reporters.ts"],
    ["console"],
    ["index.ts"],
  ],
};

const isTest = "(\\.(test|fixture)\\.ts$|/fixtures/)";

const betweenPackages = Object.entries(packages).flatMap(([name, { may, test = [] }]) => {
  const allowed = (names) => `^packages/(${[name, ...names].join("|")})/`;
  const rule = (suffix, from, names) => ({
    name: `${name.replaceAll(/\[\^\/\]\+-?|-?\[\^\/\]\+/g, "")}-imports-downwards${suffix}`,
    comment: "Imports run one way: plugins, plugin, remotest, providers and reporters, core; providers, clients, http.",
    severity: "error",
    from: { path: `^packages/${name}/src/`, ...from },
    to: { path: "^packages/", pathNot: allowed(names) },
  });
  return [
    rule("", { pathNot: isTest }, may),
    rule("-in-tests", { path: `^packages/${name}/src/.*${isTest}` }, [...may, ...test]),
  ];
});

const betweenFloors = Object.entries(floors).flatMap(([name, levels]) =>
  levels.flatMap((level, height) =>
    level.map((folder) => {
      const reachable = [folder, ...levels.slice(0, height).flat()];
      return {
        name: `${name}-${folder.replace(".ts", "")}-imports-downwards`,
        comment: "A folder imports only folders below it: see docs/architecture.md.",
        severity: "error",
        from: { path: `^packages/${name}/src/${folder.replace(".", "\\.")}(/|$)`, pathNot: isTest },
        to: {
          path: `^packages/${name}/src/`,
          pathNot: `^packages/${name}/src/(${reachable.join("|").replaceAll(".", "\\.")})(/|$)`,
        },
      };
    }),
  ),
);

/** A file or folder directly under `src/` that is not on any floor. */
const placeless = Object.entries(floors).map(([name, levels]) => ({
  name: `${name}-has-a-place-for-every-file`,
  comment: "Add the folder to a floor in .dependency-cruiser.mjs.",
  severity: "error",
  from: {
    path: `^packages/${name}/src/`,
    pathNot: [`^packages/${name}/src/(${levels.flat().join("|").replaceAll(".", "\\.")})(/|$)`, isTest, "\\.d\\.ts$"],
  },
  to: {},
}));

export default {
  forbidden: [
    { name: "no-circle", severity: "error", from: {}, to: { circular: true } },
    {
      name: "by-name-across-packages",
      comment: "Import a package by its name, never by a path into its sources.",
      severity: "error",
      from: { path: "^packages/([^/]+)/src/" },
      to: { path: "^packages/", pathNot: "^packages/$1/", dependencyTypes: ["local"] },
    },
    {
      name: "no-nameless-folder",
      comment: "A file is named for the concept it handles.",
      severity: "error",
      from: {},
      to: { path: "^packages/.*/(utils?|helpers?|common|misc|shared|lib)(/|\\.ts$)", pathNot: "node_modules" },
    },
    {
      name: "flow-is-ours",
      comment: "A provider and a client may use only the first face of core, as those of other people do.",
      severity: "error",
      from: { path: "^packages/(provider-[^/]+|[^/]+-client)/src/", pathNot: isTest },
      to: { path: "^packages/core/src/flow\\.ts$" },
    },
    { name: "resolves", severity: "error", from: { path: "^packages/" }, to: { couldNotResolve: true } },
    ...betweenPackages,
    ...betweenFloors,
    ...placeless,
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(dist|generated/.*\\.json)(/|$)" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["remotest-source", "node", "import", "types", "default"],
    },
  },
};
