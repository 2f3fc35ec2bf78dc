/** The inputs of `remotest attach` alone. */
export const attachInputs = {
  noWait: {
    group: "Waiting",
    type: "flag",
    default: false,
    doc: "Check the status once: decide if the run is finished, otherwise exit with 4 immediately.",
  },
} as const;
