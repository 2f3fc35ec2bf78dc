// Generated from specs/mta.openapi.yaml by `pnpm generate`. Do not edit.

export interface paths {
    "/testconfigurations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The test configurations
         * @description Documented: lists all test configurations, or those of one application.
         */
        get: operations["listTestConfigurations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/testsuites": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The test suites of a test configuration
         * @description Documented: lists the suites, so that one can be executed. The sample is not valid JSON; an array is meant.
         */
        get: operations["listTestSuites"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/testcases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The test cases of a test configuration or a test suite
         * @description Documented: lists the cases, so that one can be executed. One of the two keys is given.
         */
        get: operations["listTestCases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/applications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The applications
         * @description Documented: lists all applications, or those of one test configuration.
         */
        get: operations["listApplications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/applicationinstances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The instances of an application
         * @description Documented: lists the instances, whose keys an execution needs. Each comes with a secret token.
         */
        get: operations["listApplicationInstances"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/revisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The revisions that MTA knows
         * @description Documented: lists the revisions of an application, or those that a test configuration uses.
         */
        get: operations["listRevisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/revisions/download": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Download a revision
         * @description Documented: begins to download a revision; its status tells when it is there.
         */
        post: operations["downloadRevision"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/revisions/{key}/download-status": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Documented: the key, which MTA shows in the title of the edit page. */
                key: components["parameters"]["key"];
            };
            cookie?: never;
        };
        /**
         * The status of a download
         * @description Documented: tells how far the download of a revision is.
         */
        get: operations["getDownloadStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/revisions/{key}/download-cancel": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Documented: the key, which MTA shows in the title of the edit page. */
                key: components["parameters"]["key"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a download
         * @description Documented: possible only while the status is `Requesting download`.
         */
        post: operations["cancelDownload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/testconfigurations/{key}/applications/{applicationKey}/adapt": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Documented: the key, which MTA shows in the title of the edit page. */
                key: components["parameters"]["key"];
                /** @description Documented: the key of the application. */
                applicationKey: components["schemas"]["SentKey"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Adapt a test configuration to a revision
         * @description Documented: begins to adapt the tests to another revision; its status tells when that is done.
         */
        post: operations["adaptTestConfiguration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/testconfigurations/{key}/adapt-status": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Documented: the key, which MTA shows in the title of the edit page. */
                key: components["parameters"]["key"];
            };
            cookie?: never;
        };
        /**
         * Whether a test configuration is being adapted
         * @description Documented: tells whether the test configuration can be executed yet.
         */
        get: operations["getAdaptStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/testconfigurations/{key}/execute": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Documented: the key, which MTA shows in the title of the edit page. */
                key: components["parameters"]["key"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Execute a test configuration
         * @description Documented: begins a run of the whole test configuration, or of a part of it. Not documented: what happens if a
         *     run of it is under way, if it is being adapted, or if an instance is not running. There is no idempotency key: if
         *     this is sent twice, two runs may be started. At most 3 or 4 runs are executed at once; others wait silently
         *     (reference).
         */
        post: operations["executeTestConfiguration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/testsuites/{key}/execute": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Documented: the key, which MTA shows in the title of the edit page. */
                key: components["parameters"]["key"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Execute a test suite
         * @description Documented: begins a run of one suite, in the application instances that its cases use.
         */
        post: operations["executeTestSuite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/testcases/{key}/execute": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Documented: the key, which MTA shows in the title of the edit page. */
                key: components["parameters"]["key"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Execute a test case
         * @description Documented: begins a run of one case, and of the cases on which it depends.
         */
        post: operations["executeTestCase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/testruns/{executionId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Documented: the execution id that the start of the run returned. */
                executionId: components["parameters"]["executionId"];
            };
            cookie?: never;
        };
        /**
         * A run
         * @description Documented: tells whether the run is running, or how it ended. Not documented: the answer before the run begins
         *     (the first version of the API answered `{}` until its end), and the answer for a run that does not exist.
         */
        get: operations["getTestRun"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/testsuiteruns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The suite runs of a run
         * @description Documented: lists the suite runs. No paging is documented.
         */
        get: operations["listSuiteRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/testcaseruns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The case runs of a suite run
         * @description Documented: lists the case runs. No paging is documented.
         */
        get: operations["listCaseRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/testruns/{executionId}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Documented: the execution id that the start of the run returned. */
                executionId: components["parameters"]["executionId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a run
         * @description Documented: possible only while the run is running; the answer is empty. Not documented: the answer at another
         *     stage, and what becomes of the run; presumably `StoppedByUser`.
         */
        post: operations["cancelTestRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/testruns/{executionId}/archive": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Documented: the execution id that the start of the run returned. */
                executionId: components["parameters"]["executionId"];
            };
            cookie?: never;
        };
        /**
         * The archive of a run
         * @description Documented: the content of a whole run, if archiving is switched on. Its shape is declared unstable.
         */
        get: operations["getArchive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface webhooks {
    caseRun: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A case run has ended
         * @description Documented: sent after each case run of every run that the account starts, to the endpoint in the account's
         *     settings. MTA waits up to 300 s for the answer and does not hold up the run, so messages come out of order. No
         *     message says that the run is over.
         */
        post: operations["caseRunEnded"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        /** @description Only seen: keys are digits, in samples. They are sent as text. */
        SentKey: string;
        /** @description Only seen: text in lists, a number in results. Both are read everywhere. */
        Key: string | number;
        /** @description Documented: something that can be executed. */
        ListedTest: {
            Key: components["schemas"]["Key"];
            /** @description Documented: its name. */
            Name: string;
            /** @description Only seen: its page in MTA. */
            Url?: string;
            /** @description Only seen: the position of a suite. */
            Seqnr?: string | number;
            /** @description Documented: `No Error`, or `Error` if it cannot be executed until a person repairs it. */
            ConstructionError?: string;
        };
        /** @description Documented: an application under test. */
        Application: {
            Key: components["schemas"]["Key"];
            /** @description Documented: its name. */
            Name: string;
            /** @description Only seen: the project's id in Mendix. */
            MxProjectId?: string;
        };
        /** @description Documented: a running copy of an application. */
        ApplicationInstance: {
            Key: components["schemas"]["Key"];
            /** @description Documented: its name. */
            Name: string;
            /** @description Documented: a secret, with which the plugin in the app connects to MTA. It must not be shown. */
            Token?: string;
        };
        /** @description Documented: a commit of an application that MTA knows. */
        Revision: {
            Key: components["schemas"]["Key"];
            /** @description Only seen: the name of the application. */
            Application?: string;
            /**
             * Format: date-time
             * @description Only seen: its date.
             */
            CommitDate?: string;
            /** @description Documented: the commit. */
            CommitId?: string;
            /** @description Only seen: its message. */
            CommitMessage?: string;
            /** @description Only seen: the branches that contain it. */
            Branches?: {
                /** @description Only seen: the name of the branch. */
                Name?: string;
            }[];
        };
        /** @description Documented: the revision whose download has begun. */
        RequestedRevision: {
            Key: components["schemas"]["Key"];
            /** @description Documented: the commit. */
            CommitId?: string;
        };
        /** @description Documented: how far a download is. */
        DownloadStatus: {
            RevisionKey?: components["schemas"]["Key"];
            /** @description Only seen: the name of the application. */
            ApplicationName?: string;
            /** @description Only seen: the commit. */
            CommitId?: string;
            /** @description Documented: empty, `Requesting download`, `Downloading`, `Downloaded`, `Cancelled`, `Error` or `Deleting`. */
            DownloadStatus?: string;
        };
        /** @description Documented: whether a test configuration is being adapted. */
        AdaptStatus: {
            Key?: components["schemas"]["Key"];
            /** @description Only seen: its name. */
            Name?: string;
            /** @description Documented: `Open` (it is not being adapted, or that succeeded), `In progress` or `Error`. */
            AdaptStatus?: string;
        };
        /** @description Documented: the application instances, one for every application that the tests use. */
        InstanceKeys: components["schemas"]["InstanceKey"][];
        /** @description Documented: one application instance. */
        InstanceKey: {
            Key: components["schemas"]["SentKey"];
        };
        /** @description Documented: what to execute. Until MTA 2.6, the body was the bare array of instances. */
        ConfigurationExecution: {
            /** @description Documented: calculates the coverage afterwards. It must be in the body since MTA 2.7. */
            Coverage: boolean;
            /**
             * @description Documented: the part to execute, since MTA 3.1. `FailedOnly` means the cases that did not pass in the previous run of the configuration, whoever started it, and the cases that provide their data. Not documented: the default, and what an older MTA does with it; so it is sent only if it is asked for.
             * @enum {string}
             */
            ExecutionScope?: "All" | "FailedOnly" | "ChangedOnly" | "Changed_Failed";
            ApplicationInstances: components["schemas"]["InstanceKeys"];
        };
        /** @description Documented: the run that will begin. */
        StartedRun: {
            /**
             * Format: uuid
             * @description Documented: the id by which the run is found.
             */
            TestRunExecutionId: string;
        };
        /** @description Documented: a summary of a run. Not documented: which fields are there before it begins. */
        TestRun: {
            /**
             * Format: uuid
             * @description Documented: the id of the run.
             */
            TestRunExecutionId?: string;
            /**
             * Format: date-time
             * @description Only seen: when it began.
             */
            StartDate?: string;
            Result?: components["schemas"]["RunResult"];
            /** @description Only seen: the name of the configuration. */
            TestConfigurationName?: string;
            /** @description Only seen: the run's page. Its address comes from a setting of the server and can be wrong. */
            TestRunUrl?: string;
        };
        /**
         * @description Documented: `Running`, `StoppedByUser`, `Pass`, `AssertsFailed`, `ERROR`. Other pages of the vendor write `Fail`
         *     (how-to), `Passed` and `Failed` (reference). Not documented: whether it is absent or empty before the run begins.
         *     It is read without regard to case; anything else is not a result.
         * @example Running
         * @example StoppedByUser
         * @example Pass
         * @example AssertsFailed
         * @example ERROR
         * @example Fail
         * @example Passed
         * @example Failed
         */
        RunResult: string;
        /**
         * @description Only seen: `Pass` and `ERROR`. Absent for a case that was not executed (a sample of api.md). It is read like the
         *     result of a run.
         * @example Pass
         * @example ERROR
         */
        PartResult: string;
        /** @description Documented: one suite in a run. Names repeat, if a suite runs once for each column of its data. */
        SuiteRun: {
            Key: components["schemas"]["Key"];
            /** @description Only seen: its position in the run. */
            Sequence?: number | string;
            /** @description Only seen: the suite's name. */
            Name: string;
            Result?: components["schemas"]["PartResult"];
            /** @description Only seen: its page in MTA. */
            Url?: string;
        };
        /** @description Documented: one case in a suite run. Names repeat, if a case runs once for each column of its data. */
        CaseRun: {
            Key: components["schemas"]["Key"];
            /** @description Only seen: its position in the suite run. */
            Sequence?: number | string;
            /** @description Only seen: the case's name. */
            Name: string;
            Result?: components["schemas"]["PartResult"];
            /** @description Only seen: empty, or a line for the case and for each step that did not pass. */
            ResultMessage?: string;
            /** @description Only seen: its page in MTA. */
            Url?: string;
        };
        /** @description Documented: a whole run. */
        Archive: {
            /** @description Documented: the id of the run. */
            ExecutionId?: string;
            /** @description Documented: JSON of a shape that may change. */
            TestRunInJson?: unknown;
        };
        /** @description Documented: the message about one case run. */
        CaseRunMessage: {
            /** @description Documented: the id of the run. */
            ExecutionId: string;
            /** @description Only seen: the name of the configuration. */
            TestConfigurationName?: string;
            /** @description Only seen: the position of the suite run. */
            TestSuiteSequence?: number | string;
            /** @description Only seen: the suite's name. */
            TestSuiteName?: string;
            /** @description Only seen: the position of the case run. */
            TestCaseSequence?: number | string;
            /** @description Only seen: the case's name. */
            TestCaseName?: string;
            TestCaseRunResult?: components["schemas"]["PartResult"];
            /** @description Only seen: its message. */
            TestCaseRunResultMessage?: string;
            /** @description Only seen: its page in MTA. */
            TestCaseRunUrl?: string;
            /** @description Only seen: the address of MTA. */
            MtaUrl?: string;
            /** @description Only seen: the name of the application. */
            ApplicationName?: string;
            /** @description Only seen: the project's id in Mendix. */
            ProjectId?: string;
        };
    };
    responses: {
        /** @description Not documented. A Mendix app, or the gateway in front of it, answers with 401, 404, 500 or a web page. */
        Refused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "text/plain": string;
                "text/html": string;
            };
        };
    };
    parameters: {
        /** @description Documented: the key, which MTA shows in the title of the edit page. */
        key: components["schemas"]["SentKey"];
        /** @description Documented: the execution id that the start of the run returned. */
        executionId: string;
        /** @description Documented: the key of an application. */
        optionalApplicationKey: components["schemas"]["SentKey"];
        /** @description Documented: the key of a test configuration. */
        optionalTestConfigurationKey: components["schemas"]["SentKey"];
        /** @description Documented: the branch; the mainline is `trunk` in SVN and `main` in Git. */
        branchName: string;
        /** @description Documented: the commit. */
        commitId: string;
        /** @description Documented: the days after which the run is deleted for good; 2 by default. */
        retentionPeriodInDays: number;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listTestConfigurations: {
        parameters: {
            query?: {
                /** @description Documented: the key of an application. */
                applicationKey?: components["parameters"]["optionalApplicationKey"];
                /** @description Documented: the project's id in Mendix. If both filters are given, they must agree. */
                mxProjectId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListedTest"][];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    listTestSuites: {
        parameters: {
            query: {
                /** @description Documented: the key of the test configuration. */
                testconfigurationKey: components["schemas"]["SentKey"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListedTest"][];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    listTestCases: {
        parameters: {
            query?: {
                /** @description Documented: the key of a test configuration. */
                testconfigurationKey?: components["parameters"]["optionalTestConfigurationKey"];
                /** @description Documented: the key of the test suite. */
                testsuiteKey?: components["schemas"]["SentKey"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListedTest"][];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    listApplications: {
        parameters: {
            query?: {
                /** @description Documented: the key of a test configuration. */
                testconfigurationKey?: components["parameters"]["optionalTestConfigurationKey"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Application"][];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    listApplicationInstances: {
        parameters: {
            query: {
                /** @description Documented: the key of the application. */
                applicationKey: components["schemas"]["SentKey"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApplicationInstance"][];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    listRevisions: {
        parameters: {
            query?: {
                /** @description Documented: the key of an application. */
                applicationKey?: components["parameters"]["optionalApplicationKey"];
                /** @description Documented: the key of a test configuration. */
                testconfigurationKey?: components["parameters"]["optionalTestConfigurationKey"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Revision"][];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    downloadRevision: {
        parameters: {
            query: {
                /** @description Documented: the key of the application. */
                applicationKey: components["schemas"]["SentKey"];
                /** @description Documented: the branch; the mainline is `trunk` in SVN and `main` in Git. */
                branchName: components["parameters"]["branchName"];
                /** @description Documented: the commit. */
                commitId: components["parameters"]["commitId"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The download has begun. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RequestedRevision"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    getDownloadStatus: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Documented: the key, which MTA shows in the title of the edit page. */
                key: components["parameters"]["key"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The status. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DownloadStatus"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    cancelDownload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Documented: the key, which MTA shows in the title of the edit page. */
                key: components["parameters"]["key"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Documented: an empty answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    adaptTestConfiguration: {
        parameters: {
            query: {
                /** @description Documented: the branch; the mainline is `trunk` in SVN and `main` in Git. */
                branchName: components["parameters"]["branchName"];
                /** @description Documented: the commit. */
                commitId: components["parameters"]["commitId"];
            };
            header?: never;
            path: {
                /** @description Documented: the key, which MTA shows in the title of the edit page. */
                key: components["parameters"]["key"];
                /** @description Documented: the key of the application. */
                applicationKey: components["schemas"]["SentKey"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Documented: an empty answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    getAdaptStatus: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Documented: the key, which MTA shows in the title of the edit page. */
                key: components["parameters"]["key"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The status. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdaptStatus"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    executeTestConfiguration: {
        parameters: {
            query?: {
                /** @description Documented: the days after which the run is deleted for good; 2 by default. */
                retentionPeriodInDays?: components["parameters"]["retentionPeriodInDays"];
            };
            header?: never;
            path: {
                /** @description Documented: the key, which MTA shows in the title of the edit page. */
                key: components["parameters"]["key"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfigurationExecution"];
            };
        };
        responses: {
            /** @description The run will begin. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedRun"];
                };
            };
            /** @description Documented for the predecessor (InvalidInput); a key or a parameter is missing or empty. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Documented for the predecessor (Access denied); the account may not execute it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    executeTestSuite: {
        parameters: {
            query?: {
                /** @description Documented: the days after which the run is deleted for good; 2 by default. */
                retentionPeriodInDays?: components["parameters"]["retentionPeriodInDays"];
            };
            header?: never;
            path: {
                /** @description Documented: the key, which MTA shows in the title of the edit page. */
                key: components["parameters"]["key"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InstanceKeys"];
            };
        };
        responses: {
            /** @description The run will begin. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedRun"];
                };
            };
            /** @description Documented for the predecessor (InvalidInput); a key or a parameter is missing or empty. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Documented for the predecessor (Access denied); the account may not execute it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    executeTestCase: {
        parameters: {
            query?: {
                /** @description Documented: the days after which the run is deleted for good; 2 by default. */
                retentionPeriodInDays?: components["parameters"]["retentionPeriodInDays"];
            };
            header?: never;
            path: {
                /** @description Documented: the key, which MTA shows in the title of the edit page. */
                key: components["parameters"]["key"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InstanceKeys"];
            };
        };
        responses: {
            /** @description The run will begin. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedRun"];
                };
            };
            /** @description Documented for the predecessor (InvalidInput); a key or a parameter is missing or empty. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Documented for the predecessor (Access denied); the account may not execute it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    getTestRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Documented: the execution id that the start of the run returned. */
                executionId: components["parameters"]["executionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The run. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestRun"];
                };
            };
            /** @description Not documented; expected for a run that does not exist, or was deleted after its retention. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    listSuiteRuns: {
        parameters: {
            query: {
                /** @description Documented: the execution id of the run. */
                testrunExecutionId: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuiteRun"][];
                };
            };
            /** @description Not documented; expected for a run that does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    listCaseRuns: {
        parameters: {
            query: {
                /** @description Documented: the key of the suite run. */
                testsuiterunKey: components["schemas"]["SentKey"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaseRun"][];
                };
            };
            /** @description Not documented; expected for a suite run that does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    cancelTestRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Documented: the execution id that the start of the run returned. */
                executionId: components["parameters"]["executionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Documented: an empty answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not documented; expected for a run that does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Not documented; a refusal of some kind is expected at a stage other than running. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    getArchive: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Documented: the execution id that the start of the run returned. */
                executionId: components["parameters"]["executionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The archive. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Archive"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    caseRunEnded: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Documented: Base64 of the HMAC-SHA256 of the raw body, both in UTF-8, with the secret key of the account's
                 *     settings; to be compared in constant time. Not documented: whether the Base64 is padded (accepted either way),
                 *     and a date or a number against repetition (the same body counts once). No other encoding counts.
                 */
                Signature: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CaseRunMessage"];
            };
        };
        responses: {
            /** @description Documented: anonymous POST must be allowed; the answer is not used. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not documented; no repetition is documented either. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
