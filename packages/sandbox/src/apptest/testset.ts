import type { Clock } from "../clock.ts";
import { type Scenario, scenarioOf } from "../scenario.ts";
import { schedule, type Slot, warmUpMs } from "../schedule.ts";

/** The outcome of one device, past or future. */
export type DeviceOutcome = "pass" | "fail" | "error";

/** One device's single test. */
export interface DeviceTest extends Slot {
  readonly name: string;
  readonly outcome: DeviceOutcome;
  /** The end of the link to its result page, such as `251929/1`. */
  readonly page: string;
}

/** `testset_status_detail` of specs/apptest.openapi.yaml, getTestset. The parts add up to `total_test_cnt`. */
export interface StatusDetail {
  readonly total_test_cnt: number;
  readonly error_cnt: number;
  readonly fail_cnt: number;
  readonly initializing_cnt: number;
  readonly running_cnt: number;
  readonly stop_cnt: number;
  readonly pass_cnt: number;
}

// One name has an ampersand and one is not ASCII, so that a reader with wrong escaping is noticed.
const deviceNames = [
  "SAMSUNG GALAXY_S8 / ANDROID 9",
  "LG V50 ThinQ & Dual Screen / ANDROID 10",
  "삼성 갤럭시 노트10 / ANDROID 11",
];

/** One run of the sandbox's apptest.ai: everything about it follows from its name and the clock. */
export class Testset {
  readonly id: number;
  readonly projectId: number;
  readonly scenario: Scenario;
  readonly devices: readonly DeviceTest[];
  /** The number of requests for its status and for its result. */
  readonly requests = { status: 0, result: 0 };
  readonly #now: Clock;
  readonly #startedAt: number;

  constructor(id: number, order: { readonly pid: number; readonly testset_name: string }, now: Clock) {
    this.id = id;
    this.projectId = order.pid;
    this.scenario = scenarioOf(order.testset_name);
    this.devices = devicesFor(id, this.scenario);
    this.#now = now;
    this.#startedAt = now();
  }

  isComplete(): boolean {
    return this.devices.every((device) => this.#elapsed() >= device.to);
  }

  statusDetail(): StatusDetail {
    const elapsed = this.#elapsed();
    const ended = this.devices.filter((device) => elapsed >= device.to);
    const started = elapsed >= warmUpMs ? this.devices.length : 0;
    const count = (outcome: DeviceOutcome): number => ended.filter((device) => device.outcome === outcome).length;
    return {
      total_test_cnt: this.devices.length,
      error_cnt: count("error"),
      fail_cnt: count("fail"),
      initializing_cnt: this.devices.length - started,
      running_cnt: started - ended.length,
      stop_cnt: 0,
      pass_cnt: count("pass"),
    };
  }

  #elapsed(): number {
    return this.#now() - this.#startedAt;
  }
}

function devicesFor(testsetId: number, scenario: Scenario): DeviceTest[] {
  const count = scenario.cases ?? deviceNames.length;
  return schedule(count, scenario, "together").map((slot, index) => ({
    ...slot,
    name: nameOf(index),
    outcome:
      isUnlucky(index, count) && (scenario.course === "fail" || scenario.course === "error") ? scenario.course : "pass",
    page: `${testsetId}/${index + 1}`,
  }));
}

/** Every third device fails, beginning with the second; if there is only one device, it fails. */
function isUnlucky(index: number, count: number): boolean {
  return index % deviceNames.length === Math.min(1, count - 1);
}

function nameOf(index: number): string {
  const name = deviceNames[index % deviceNames.length]!;
  const round = Math.floor(index / deviceNames.length);
  return round === 0 ? name : `${name} #${round + 1}`;
}
