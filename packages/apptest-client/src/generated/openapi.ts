// Generated from specs/apptest.openapi.yaml by `pnpm generate`. Do not edit.

export interface paths {
    "/openapi/v2/testset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run New Testset
         * @description Uploads the app and starts a new testset. Some options come from the project's stored settings.
         *     There is no idempotency key: sending this twice starts two testsets.
         */
        post: operations["runTestset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi/v2/testset/{testset_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The unique number of the testset.
                 * @example 55716
                 */
                testset_id: components["parameters"]["testset_id"];
            };
            cookie?: never;
        };
        /**
         * Testset Status
         * @description How far the testset is.
         */
        get: operations["getTestset"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi/v2/testset/{testset_id}/result": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The unique number of the testset.
                 * @example 55716
                 */
                testset_id: components["parameters"]["testset_id"];
            };
            cookie?: never;
        };
        /**
         * Testset Result
         * @description The results of a testset. May be called only once the testset is complete; before, 6002 is answered.
         */
        get: operations["getTestsetResult"];
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
        /** @description Two parts, the file first. */
        RunTestsetBody: {
            /**
             * Format: binary
             * @description The app to test, with a file name. Its extension tells its kind.
             */
            app_file: string;
            data: components["schemas"]["TestsetRequest"];
        };
        /** @description What to test and how; the JSON text of the part `data`. */
        TestsetRequest: {
            /**
             * @description The unique number of the project.
             * @example 509
             */
            pid: number;
            /**
             * @description The name of the testset. At most 100 characters.
             * @example Testset name Example#1
             */
            testset_name: string;
            /**
             * @description The time limit of a test in minutes, 5 to 30. Left out, the project's stored limit holds.
             * @example 5
             */
            time_limit?: number;
            /**
             * @description Whether to use AT&T Video Optimizer (ARO).
             * @default false
             * @example true
             */
            use_vo?: boolean;
            /**
             * @description The URL called when the testset is complete. At most 250 characters.
             * @example https://127.0.0.1/callback/url/example
             */
            callback?: string;
            /** @description The account with which the app under test is signed in to. */
            credentials?: {
                /**
                 * @description The login id. At most 150 characters.
                 * @example credentials_id
                 */
                login_id: string;
                /**
                 * Format: password
                 * @description The login password. At most 150 characters.
                 * @example credentials_pw
                 */
                login_pw: string;
            };
            /**
             * @description The system to test on.
             * @enum {string}
             */
            os_type?: "ANDROID" | "iOS";
            /** @description The scenario to run; 0 is the automated test. */
            scenario_id?: number;
            /**
             * @description Where the app comes from.
             * @enum {string}
             */
            source_type?: "file" | "app_id";
        };
        StartedTestset: {
            /**
             * @description How many single tests the testset runs.
             * @example 3
             */
            test_count: number;
            /**
             * @description The unique number of the testset.
             * @example 251929
             */
            testset_id: number;
        };
        TestsetStatus: {
            /**
             * @description The state of the testset. This alone says whether it is finished, never the counts.
             * @enum {string}
             */
            testset_status: "Complete" | "Running";
            testset_status_detail: components["schemas"]["TestsetStatusDetail"];
            /** @description When the service answered, UTC, as `Mon, 25 May 2020 06:40:24 GMT`. */
            response_time?: string;
        };
        /** @description How many single tests are in which state. */
        TestsetStatusDetail: {
            /** @description All single tests. */
            total_test_cnt: number;
            /** @description Single tests with an error. */
            error_cnt: number;
            /** @description Single tests that failed. */
            fail_cnt: number;
            /** @description Single tests that are being prepared. */
            initializing_cnt: number;
            /** @description Single tests that ended well. */
            pass_cnt: number;
            /** @description Single tests that are running. */
            running_cnt: number;
            /** @description Single tests stopped by a user. */
            stop_cnt: number;
        };
        TestsetResult: {
            /** @description Whether the testset is complete (true) or running (false). */
            complete: boolean;
            /** @description The results as JUnit XML. */
            result_xml: string;
            /** @description The results as HTML. */
            result_html: string;
            /** @description The results in JUnit's shape as JSON, inside a string. The page shows none. */
            result_json: string;
        };
        /** @description What stands in `result_xml`. Each test case is one device. */
        JUnitResult: {
            /** @description TestBot Test */
            name: string;
            testsuite: components["schemas"]["JUnitSuite"][];
        };
        JUnitSuite: {
            /** @description The project's name and `.TestBot`. */
            name: string;
            testcase: components["schemas"]["JUnitCase"][];
        };
        /** @description One device. With `error` it did not pass; else `system-out` holds its result page's link. */
        JUnitCase: {
            /** @description The device's name. */
            name: string;
            /** @description Seconds the test took. */
            time: string;
            /** @description The link to the result page of a test that passed. */
            "system-out"?: string;
            error?: {
                /** @description The link to the result page of a test that did not pass. */
                message: string;
            };
        } & (unknown | unknown);
        /** @description The kind of failure in words; empty on success. */
        ResultMessage: string | number;
        /** @description What went wrong in particular; empty on success. */
        Reason: string;
        RunTestsetSuccess: {
            data: components["schemas"]["StartedTestset"];
            result_code: components["schemas"]["ResultCode0"];
            result_msg?: components["schemas"]["ResultMessage"];
            reason?: components["schemas"]["Reason"];
        };
        GetTestsetSuccess: {
            data: components["schemas"]["TestsetStatus"];
            result_code: components["schemas"]["ResultCode0"];
            result_msg?: components["schemas"]["ResultMessage"];
            reason?: components["schemas"]["Reason"];
        };
        GetTestsetResultSuccess: {
            data: components["schemas"]["TestsetResult"];
            result_code: components["schemas"]["ResultCode0"];
            result_msg?: components["schemas"]["ResultMessage"];
            reason?: components["schemas"]["Reason"];
        };
        /** @description What every failure looks like. Whether it has `data` is not documented. */
        Failure: {
            result_code: components["schemas"]["FailureCode"];
            result_msg: components["schemas"]["ResultMessage"];
            reason: components["schemas"]["Reason"];
        };
        RunTestsetFailure: components["schemas"]["Failure"] & {
            result_code?: components["schemas"]["RunTestsetCode"];
        };
        GetTestsetFailure: components["schemas"]["Failure"] & {
            result_code?: components["schemas"]["GetTestsetCode"];
        };
        GetTestsetResultFailure: components["schemas"]["Failure"] & {
            result_code?: components["schemas"]["GetTestsetResultCode"];
        };
        /** @description The failure codes of runTestset. */
        RunTestsetCode: components["schemas"]["ResultCode4000"] | components["schemas"]["ResultCode4030"] | components["schemas"]["ResultCode4031"] | components["schemas"]["ResultCode4032"] | components["schemas"]["ResultCode4040"] | components["schemas"]["ResultCode4041"] | components["schemas"]["ResultCode4050"] | components["schemas"]["ResultCode4051"] | components["schemas"]["ResultCode4052"] | components["schemas"]["ResultCode4053"] | components["schemas"]["ResultCode4055"] | components["schemas"]["ResultCode4080"] | components["schemas"]["ResultCode4081"] | components["schemas"]["ResultCode5001"] | components["schemas"]["ResultCode6001"] | components["schemas"]["ResultCode8000"];
        /** @description The failure codes of getTestset. */
        GetTestsetCode: components["schemas"]["ResultCode4053"] | components["schemas"]["ResultCode5002"] | components["schemas"]["ResultCode6003"] | components["schemas"]["ResultCode8000"];
        /** @description The failure codes of getTestsetResult. */
        GetTestsetResultCode: components["schemas"]["ResultCode4053"] | components["schemas"]["ResultCode5003"] | components["schemas"]["ResultCode6002"] | components["schemas"]["ResultCode6003"] | components["schemas"]["ResultCode8000"];
        /** @description Every failure code of the appendix. */
        FailureCode: components["schemas"]["ResultCode4000"] | components["schemas"]["ResultCode4030"] | components["schemas"]["ResultCode4031"] | components["schemas"]["ResultCode4032"] | components["schemas"]["ResultCode4040"] | components["schemas"]["ResultCode4041"] | components["schemas"]["ResultCode4050"] | components["schemas"]["ResultCode4051"] | components["schemas"]["ResultCode4052"] | components["schemas"]["ResultCode4053"] | components["schemas"]["ResultCode4055"] | components["schemas"]["ResultCode4080"] | components["schemas"]["ResultCode4081"] | components["schemas"]["ResultCode5001"] | components["schemas"]["ResultCode5002"] | components["schemas"]["ResultCode5003"] | components["schemas"]["ResultCode6001"] | components["schemas"]["ResultCode6002"] | components["schemas"]["ResultCode6003"] | components["schemas"]["ResultCode8000"];
        /**
         * Success
         * @description The request succeeded; result_msg and reason are empty.
         * @constant
         */
        ResultCode0: 0;
        /**
         * Missing Request Parameter
         * @description The required parameter was not found in the request parameters : ({PARAMETER KEY})
         * @constant
         */
        ResultCode4000: 4000;
        /**
         * App File Analysis Failed
         * @description iOS plistlib Parsing Error : {PARSING ERROR MSG}
         * @constant
         */
        ResultCode4030: 4030;
        /**
         * App File Analysis Failed
         * @description Test creation failed : There was a problem pre-processing your app file.
         *      the IPA file must be a development version that is signed by your development certificate.
         * @constant
         */
        ResultCode4031: 4031;
        /**
         * App File Analysis Failed
         * @description Test creation failed : Invalid app file.
         *      There was a problem pre-processing your app file.
         * @constant
         */
        ResultCode4032: 4032;
        /**
         * App File Analysis Failed
         * @description Android Manifest Parsing Error : {PARSING ERROR MSG}
         * @constant
         */
        ResultCode4040: 4040;
        /**
         * App File Analysis Failed
         * @description No launchable activity found. (android.intent.category.LAUNCHER)
         * @constant
         */
        ResultCode4041: 4041;
        /**
         * Invalid Request Parameter
         * @description File extension not supported. (support : ipa, zip, app, apk, xapk, apks)
         * @constant
         */
        ResultCode4050: 4050;
        /**
         * Invalid Request Parameter
         * @description The required parameter was not found in the request parameters: (app_file)
         * @constant
         */
        ResultCode4051: 4051;
        /**
         * Invalid Request Parameter
         * @description Invalid request parameter : (project_id : {PROJECT_ID})
         * @constant
         */
        ResultCode4052: 4052;
        /**
         * Invalid Request Parameter
         * @description Invalid request parameter : (testset_id : {TESTSET_ID})
         * @constant
         */
        ResultCode4053: 4053;
        /**
         * Invalid Request Parameter
         * @description Device is not compatible with this app : (App os type : {APP_OS_TYPE})
         * @constant
         */
        ResultCode4055: 4055;
        /**
         * Invalid Request Parameter
         * @description Device info does not exist in preset project data.
         * @constant
         */
        ResultCode4080: 4080;
        /**
         * Invalid Request Parameter
         * @description Available devices does not exist in preset project data.
         * @constant
         */
        ResultCode4081: 4081;
        /**
         * Run New Testset Error
         * @description Global Exception Error – {ERROR_MSG}
         * @constant
         */
        ResultCode5001: 5001;
        /**
         * Get Testset Status Error
         * @description Global Exception Error – {ERROR_MSG}
         * @constant
         */
        ResultCode5002: 5002;
        /**
         * Get Testset Result Data Error
         * @description Global Exception Error – {ERROR_MSG}
         * @constant
         */
        ResultCode5003: 5003;
        /**
         * App File Upload Error
         * @description App file upload fail.
         * @constant
         */
        ResultCode6001: 6001;
        /**
         * Get Testset Result Data Failed
         * @description Test is running yet. Please request when the test is complete.
         * @constant
         */
        ResultCode6002: 6002;
        /**
         * Data Does Not Exist
         * @description Test data does not exist.
         * @constant
         */
        ResultCode6003: 6003;
        /**
         * System Maintenance
         * @description The Service is currently under system maintenance.
         * @constant
         */
        ResultCode8000: 8000;
    };
    responses: {
        /** @description The user id or the access key is wrong, or there is none. */
        Unauthorized: {
            headers: {
                /**
                 * @description The scheme asked for.
                 * @example Basic realm="apptest.ai"
                 */
                "WWW-Authenticate": string;
                [name: string]: unknown;
            };
            content: {
                /** @example Unauthorized */
                "text/plain": string;
            };
        };
        /** @description The testset_id is not a positive number. */
        InvalidTestsetId: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Failure"] & {
                    result_code?: components["schemas"]["ResultCode4053"];
                };
            };
        };
        /** @description There is no such testset. */
        UnknownTestset: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Failure"] & {
                    result_code?: components["schemas"]["ResultCode6003"];
                };
            };
        };
        /** @description The service is under maintenance. */
        Maintenance: {
            headers: {
                /** @description Seconds after which to ask again. Not on the page; a client honours it where it comes. */
                "Retry-After"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Failure"] & {
                    result_code?: components["schemas"]["ResultCode8000"];
                };
            };
        };
    };
    parameters: {
        /**
         * @description The unique number of the testset.
         * @example 55716
         */
        testset_id: number;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    runTestset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["RunTestsetBody"];
            };
        };
        responses: {
            /** @description The testset was started; or, since the page documents no status, a failure. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunTestsetSuccess"] | components["schemas"]["RunTestsetFailure"];
                };
            };
            /** @description The request or the app was refused; nothing was started. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failure"] & {
                        result_code?: components["schemas"]["ResultCode4000"] | components["schemas"]["ResultCode4030"] | components["schemas"]["ResultCode4031"] | components["schemas"]["ResultCode4032"] | components["schemas"]["ResultCode4040"] | components["schemas"]["ResultCode4041"] | components["schemas"]["ResultCode4050"] | components["schemas"]["ResultCode4051"] | components["schemas"]["ResultCode4052"] | components["schemas"]["ResultCode4053"] | components["schemas"]["ResultCode4055"] | components["schemas"]["ResultCode4080"] | components["schemas"]["ResultCode4081"];
                    };
                };
            };
            401: components["responses"]["Unauthorized"];
            /** @description The service failed while it took the app or made the testset. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failure"] & {
                        result_code?: components["schemas"]["ResultCode5001"] | components["schemas"]["ResultCode6001"];
                    };
                };
            };
            503: components["responses"]["Maintenance"];
        };
    };
    getTestset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The unique number of the testset.
                 * @example 55716
                 */
                testset_id: components["parameters"]["testset_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The state of the testset; or, since the page documents no status, a failure. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetTestsetSuccess"] | components["schemas"]["GetTestsetFailure"];
                };
            };
            400: components["responses"]["InvalidTestsetId"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["UnknownTestset"];
            /** @description The service failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failure"] & {
                        result_code?: components["schemas"]["ResultCode5002"];
                    };
                };
            };
            503: components["responses"]["Maintenance"];
        };
    };
    getTestsetResult: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The unique number of the testset.
                 * @example 55716
                 */
                testset_id: components["parameters"]["testset_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The results; or, since the page documents no status, a failure. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetTestsetResultSuccess"] | components["schemas"]["GetTestsetResultFailure"];
                };
            };
            400: components["responses"]["InvalidTestsetId"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["UnknownTestset"];
            /** @description The testset is still running. Ask again. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failure"] & {
                        result_code?: components["schemas"]["ResultCode6002"];
                    };
                };
            };
            /** @description The service failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failure"] & {
                        result_code?: components["schemas"]["ResultCode5003"];
                    };
                };
            };
            503: components["responses"]["Maintenance"];
        };
    };
}
