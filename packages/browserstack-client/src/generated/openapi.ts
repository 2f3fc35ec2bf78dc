// Generated from specs/browserstack.openapi.yaml by `pnpm generate`. Do not edit.

export interface paths {
    "/app-automate/{framework}/v2/app": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Documented: the framework of the tests. */
                framework: components["parameters"]["framework"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upload an app
         * @description Documented for Espresso and XCUITest; only seen for Maestro (dimagi), whose page for CI systems names another route.
         */
        post: operations["uploadApp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app-automate/{framework}/v2/test-suite": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Documented: the framework of the tests. */
                framework: components["parameters"]["framework"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upload a test suite
         * @description Documented. An .apk for Espresso, a .zip of the -Runner.app for XCUITest (.zip: only seen, mcp), a .zip of flows for Maestro.
         */
        post: operations["uploadTestSuite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app-automate/{framework}/v2/apps": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Documented: the framework of the tests. */
                framework: components["parameters"]["framework"];
            };
            cookie?: never;
        };
        /**
         * The latest uploaded apps
         * @description Documented. Starts and changes nothing, so it also tells whether the account is accepted.
         */
        get: operations["listApps"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app-automate/{framework}/v2/build": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Documented: the framework of the tests. */
                framework: "espresso" | "xcuitest";
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start a build of Espresso or XCUITest
         * @description Documented. If it is sent twice, two builds are started.
         */
        post: operations["startBuild"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app-automate/maestro/v2/{platform}/build": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Documented: the operating system of the app. No other route for Maestro names it. */
                platform: "android" | "ios";
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start a build of Maestro
         * @description Documented. If it is sent twice, two builds are started.
         */
        post: operations["startMaestroBuild"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app-automate/{framework}/v2/builds": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Documented: the framework of the tests. */
                framework: components["parameters"]["framework"];
            };
            cookie?: never;
        };
        /**
         * The latest builds
         * @description Draft: the 20 latest of a project, sorted by time. Documented for Flutter; not documented for Maestro.
         */
        get: operations["listBuilds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app-automate/{framework}/v2/builds/{build_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Documented: the framework of the tests. */
                framework: components["parameters"]["framework"];
                /** @description Documented: the id of the build, 40 hexadecimal digits in every sample. */
                build_id: components["parameters"]["build_id"];
            };
            cookie?: never;
        };
        /**
         * The status of a build
         * @description Documented. Names devices and sessions, and counts test cases; their names are in the sessions.
         */
        get: operations["getBuild"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app-automate/{framework}/v2/builds/{build_id}/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Documented: the framework of the tests. */
                framework: components["parameters"]["framework"];
                /** @description Documented: the id of the build, 40 hexadecimal digits in every sample. */
                build_id: components["parameters"]["build_id"];
                /** @description Documented: the id of the session. */
                session_id: components["parameters"]["session_id"];
            };
            cookie?: never;
        };
        /**
         * The test cases on one device, or of one shard
         * @description Documented for Espresso and XCUITest; only seen for Maestro.
         */
        get: operations["getSession"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app-automate/{framework}/v2/builds/{build_id}/sessions/{session_id}/report": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Documented: the framework of the tests. */
                framework: components["parameters"]["framework"];
                /** @description Documented: the id of the build, 40 hexadecimal digits in every sample. */
                build_id: components["parameters"]["build_id"];
                /** @description Documented: the id of the session. */
                session_id: components["parameters"]["session_id"];
            };
            cookie?: never;
        };
        /**
         * The JUnit report of a session
         * @description Draft; today's page is known only in its beginning. A `testsuite` per class (draft) or per session (docs); the
         *     names have nothing of the device in them; a `testcase` has `name`, the full `classname`, `result`, `test_id`,
         *     `time`, `video_url` and, if it failed, a `failure` with the text. Not seen for Maestro.
         */
        get: operations["getReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @description Documented, for builds, sessions and cases alike. `error` is trouble of the service itself, often without any
         *     case. `timedout`: a session over 2 hours, or idle for too long. `skipped`: never invoked, for example because of a
         *     wrong name in a filter. `done`, which old versions had, is not one of them, and what a stopped build shows is not
         *     documented: any other word is possible and is never a pass.
         * @enum {string}
         */
        Status: "queued" | "running" | "passed" | "failed" | "error" | "timedout" | "skipped";
        /** @description Documented: the number of cases in each status. */
        StatusCounts: {
            /** @description Documented. */
            passed?: number;
            /** @description Documented. */
            failed?: number;
            /** @description Documented. */
            skipped?: number;
            /** @description Documented. */
            timedout?: number;
            /** @description Documented. */
            error?: number;
            /** @description Documented. */
            running?: number;
            /** @description Documented. */
            queued?: number;
        };
        /** @description Documented, in three forms. The message may begin with a code in brackets, [BROWSERSTACK_…]. */
        Refusal: {
            /** @description Draft, and only seen: the reason. */
            message?: string;
            /** @description Documented: an object with the reason; only seen (fastlane): the reason itself. */
            error?: string | {
                /** @description Documented: the reason. */
                message: string;
            };
        } | unknown | unknown;
        UploadedApp: {
            /** @description Documented: the address for a start. */
            app_url: string;
            /** @description Documented: the name of the file. */
            app_name?: string;
            /** @description Documented. */
            app_version?: string | null;
            /** @description Documented: 40 hexadecimal digits. */
            app_id?: string;
            /** @description Documented as text. */
            uploaded_at?: string | number;
            /** @description Documented. A later upload with the same one takes its meaning over. */
            custom_id?: string | null;
            /** @description Documented. */
            shareable_id?: string | null;
            /** @description Documented: 30 days after the upload. */
            expiry?: string | number;
        };
        UploadedTestSuite: {
            /** @description Documented: the address for a start. */
            test_suite_url?: string;
            /** @description Documented in how-to pages, instead of test_suite_url. */
            test_url?: string;
            /** @description Documented: the name of the file. */
            test_suite_name?: string;
            /** @description Documented: 40 hexadecimal digits. */
            test_suite_id?: string;
            /** @description Documented as text; draft: seconds since 1970. */
            uploaded_at?: string | number;
            /** @description Documented. */
            custom_id?: string | null;
            /** @description Documented. */
            shareable_id?: string | null;
            /** @description Documented: espresso, for example. */
            framework?: string;
            /** @description Documented. */
            expiry?: string | number;
        } | unknown | unknown;
        Names: string[];
        /** @description Documented in part. Only what this repository sends is listed; the service knows more. */
        BuildRequest: {
            /** @description Documented: the address of the app, bs://…; also a custom_id. */
            app: string;
            /** @description Documented: the address of the test suite. */
            testSuite: string;
            /** @description Documented: names with the version of the system, such as `Samsung Galaxy S8-7.0`; regular expressions are allowed. */
            devices: components["schemas"]["Names"];
            /** @description Documented: letters, digits and . : - [ ] / @ & ' _; others are dropped. */
            project?: string;
            /** @description Documented: as project. The status of the build repeats it. */
            buildTag?: string;
            /** @description Documented (Espresso): full names of classes. */
            class?: components["schemas"]["Names"];
            /** @description Documented (Espresso): full names of packages. */
            package?: components["schemas"]["Names"];
            /** @description Documented (Espresso): full names of annotations. */
            annotation?: components["schemas"]["Names"];
            /** @description Documented (Espresso). */
            size?: ("SmallTest" | "MediumTest" | "LargeTest")[];
            /** @description Documented (XCUITest): Class/test. */
            "only-testing"?: components["schemas"]["Names"];
            /** @description Documented (XCUITest): Class/test. */
            "skip-testing"?: components["schemas"]["Names"];
            /** @description Documented (Maestro): flow files or folders in the zip. */
            execute?: components["schemas"]["Names"];
            /** @description Documented (Maestro). */
            includeTags?: components["schemas"]["Names"];
            /** @description Documented (Maestro). */
            excludeTags?: components["schemas"]["Names"];
            /** @description Documented. Without a mapping, the service divides the tests by itself. */
            shards?: {
                /** @description Documented. Each device and shard takes one parallel. */
                numberOfShards: number;
            };
            /** @description Draft: default true. */
            video?: boolean;
            /** @description Draft: default false. */
            deviceLogs?: boolean;
            /** @description Draft: default false. */
            networkLogs?: boolean;
            /** @description Documented. */
            testOrchestrationOptions?: {
                /**
                 * @description Documented (XCUITest, Maestro): runs what did not pass in a completed build of the same suite. The rest is
                 *     shown as `not-run (retry-failures)`; the word for it in the API is not documented.
                 */
                rerunPreviouslyFailed?: {
                    /** @description Documented. */
                    enabled: boolean;
                    /** @description Documented: the id of the earlier build. */
                    sourceBuildId: string;
                };
            };
        };
        StartedBuild: {
            /** @description Documented: Success. */
            message?: string;
            /** @description Documented. Whether 200 can come without it is not documented. */
            build_id: string;
        };
        /** @description Draft: a list; only seen (stripe): an object with the list in it. */
        AppList: components["schemas"]["UploadedApp"][] | {
            /** @description Only seen (stripe). */
            apps: components["schemas"]["UploadedApp"][];
        };
        /** @description Documented (Flutter): a list; draft: an object with the list in it. */
        BuildList: components["schemas"]["ListedBuild"][] | {
            /** @description Draft. */
            builds: components["schemas"]["ListedBuild"][];
        };
        /** @description Documented (Flutter) with id; draft with build_id. */
        ListedBuild: {
            /** @description Documented (Flutter). */
            id?: string;
            /** @description Draft. */
            build_id?: string;
            /** @description Documented. */
            start_time?: string | null;
        } | unknown | unknown;
        Build: {
            /** @description Documented. */
            id: string;
            /** @description Documented: espresso, xcuitest, maestro. */
            framework?: string;
            status: components["schemas"]["Status"];
            /** @description Documented: seconds; null while it runs. */
            duration?: number | null;
            /** @description Documented: such as 2020-06-04 07:43:49 UTC. */
            start_time?: string | null;
            /** @description Documented: repeats the body of the start. Booleans occur as true and as "true". */
            input_capabilities?: {
                /** @description Documented. */
                project?: string | null;
                /** @description Documented: as it was sent. */
                buildTag?: string | null;
                /** @description Documented: the devices as they were asked for. */
                devices?: unknown;
            };
            /** @description Documented: url, bundle_id, version, name. */
            app_details?: Record<string, never> | null;
            /** @description Documented: as app_details. */
            test_suite_details?: Record<string, never> | null;
            /** @description Documented. */
            devices?: components["schemas"]["Device"][];
        };
        Device: {
            /** @description Documented: Samsung Galaxy S20. */
            device: string;
            /** @description Documented: android. */
            os?: string;
            /** @description Documented: 10.0. May be finer than what was asked for (only seen, bench). */
            os_version?: string | number;
            /** @description Documented. */
            sharding?: boolean;
            /** @description Documented: one, or one for each shard. */
            sessions: {
                /** @description Documented. */
                id: string;
                status: components["schemas"]["Status"];
                /** @description Documented: null before it begins. */
                start_time?: string | null;
                /** @description Documented: seconds; null before it ends. */
                duration?: number | null;
                /** @description Documented. Absent before the session begins. */
                testcases?: {
                    /** @description Documented. */
                    count?: number;
                    status?: components["schemas"]["StatusCounts"];
                };
            }[];
        };
        Session: {
            /** @description Documented. */
            id: string;
            status: components["schemas"]["Status"];
            /** @description Documented. */
            start_time?: string | null;
            /** @description Documented: seconds. */
            duration?: number | null;
            /** @description Only seen (a public CI script): why the session broke. */
            error?: string | null;
            /** @description Draft: name and strategy of the shard. */
            shard?: Record<string, never> | null;
            /** @description Documented. */
            testcases?: {
                /** @description Documented. */
                count?: number;
                status?: components["schemas"]["StatusCounts"];
                /** @description Documented: the cases by class. */
                data?: {
                    /** @description Documented: the SIMPLE name of the class; for Maestro, the flow file's stem (only seen). */
                    class: string;
                    /** @description Documented. */
                    testcases: components["schemas"]["Case"][];
                }[];
            };
        };
        Case: {
            /** @description Documented. */
            name: string;
            /** @description Documented: the session's id and 8 more digits. */
            id?: string;
            status: components["schemas"]["Status"];
            /** @description Documented: may be null. */
            start_time?: string | null;
            /** @description Documented as text: seconds, 2.057. */
            duration?: string | number | null;
            /** @description Only seen (a public CI script): why it failed. Else the report says it. */
            error?: string | null;
            /** @description Documented: an address that ends in #t=0,5. May contain a token. */
            video?: string | null;
            /** @description Documented: an address. */
            instrumentation_log?: string | null;
            /** @description Documented: an address. */
            device_log?: string | null;
            /** @description Documented: an address. */
            network_log?: string | null;
            /** @description Only seen: an address. */
            maestro_log?: string | null;
            /** @description Only seen: an address, in another spelling. */
            maestrologs?: string | null;
            /** @description Documented: optional. */
            screenshots?: unknown;
        };
    };
    responses: {
        /** @description The build was started. */
        Started: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["StartedBuild"];
            };
        };
        /**
         * @description The request was refused, or failed. Documented: 401 bad credentials, 404, 422 well-formed but wrong, 5xx. 429 too
         *     many requests, without a Retry-After (only seen, evangelist).
         */
        Refused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Refusal"];
                "text/html": string;
                "text/plain": string;
            };
        };
    };
    parameters: {
        /** @description Documented: the framework of the tests. */
        framework: "espresso" | "xcuitest" | "maestro";
        /** @description Documented: the id of the build, 40 hexadecimal digits in every sample. */
        build_id: string;
        /** @description Documented: the id of the session. */
        session_id: string;
    };
    requestBodies: {
        /** @description Documented: multipart/form-data with the file, or with a `url` from which the service fetches it. */
        Upload: {
            content: {
                "multipart/form-data": {
                    /** @description Documented: the file, at most 1 GB (Appium page; not stated for the frameworks here). */
                    file: string;
                };
            };
        };
        Build: {
            content: {
                "application/json": components["schemas"]["BuildRequest"];
            };
        };
    };
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    uploadApp: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Documented: the framework of the tests. */
                framework: components["parameters"]["framework"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Upload"];
        responses: {
            /** @description The app was received. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadedApp"];
                };
            };
            429: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    uploadTestSuite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Documented: the framework of the tests. */
                framework: components["parameters"]["framework"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Upload"];
        responses: {
            /** @description The test suite was received. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadedTestSuite"];
                };
            };
            429: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    listApps: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Documented: the framework of the tests. */
                framework: components["parameters"]["framework"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A list (draft), or an object with the list in it (only seen, stripe). */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppList"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    startBuild: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Documented: the framework of the tests. */
                framework: "espresso" | "xcuitest";
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Build"];
        responses: {
            200: components["responses"]["Started"];
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    startMaestroBuild: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Documented: the operating system of the app. No other route for Maestro names it. */
                platform: "android" | "ios";
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Build"];
        responses: {
            200: components["responses"]["Started"];
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    listBuilds: {
        parameters: {
            query?: {
                /** @description Documented (Flutter): the name of the project. Without it: not documented. */
                project?: string;
            };
            header?: never;
            path: {
                /** @description Documented: the framework of the tests. */
                framework: components["parameters"]["framework"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A list (documented, Flutter), or an object with the list in it (draft). */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BuildList"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    getBuild: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Documented: the framework of the tests. */
                framework: components["parameters"]["framework"];
                /** @description Documented: the id of the build, 40 hexadecimal digits in every sample. */
                build_id: components["parameters"]["build_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The build. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Build"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Documented: the framework of the tests. */
                framework: components["parameters"]["framework"];
                /** @description Documented: the id of the build, 40 hexadecimal digits in every sample. */
                build_id: components["parameters"]["build_id"];
                /** @description Documented: the id of the session. */
                session_id: components["parameters"]["session_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    getReport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Documented: the framework of the tests. */
                framework: components["parameters"]["framework"];
                /** @description Documented: the id of the build, 40 hexadecimal digits in every sample. */
                build_id: components["parameters"]["build_id"];
                /** @description Documented: the id of the session. */
                session_id: components["parameters"]["session_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/xml": string;
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
}
