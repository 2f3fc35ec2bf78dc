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
         * @description Uploads the app and starts a testset with it. Options that the request does not set come from the project.
         *     There is no idempotency key: if this is sent twice, two testsets are started.
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
                 * @description Identifies the testset.
                 * @example 55716
                 */
                testset_id: components["parameters"]["testset_id"];
            };
            cookie?: never;
        };
        /**
         * Testset Status
         * @description Reports whether the testset is complete, and how many of its tests are in which state.
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
                 * @description Identifies the testset.
                 * @example 55716
                 */
                testset_id: components["parameters"]["testset_id"];
            };
            cookie?: never;
        };
        /**
         * Testset Result
         * @description Returns the results of a complete testset. While the testset is running, the answer is 6002.
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
             * @description The app to test, with a file name. The extension says which kind of app it is.
             */
            app_file: string;
            data: components["schemas"]["TestsetRequest"];
        };
        /** @description What to test, and how. The JSON text of the part `data`. */
        TestsetRequest: {
            /**
             * @description Identifies the project.
             * @example 509
             */
            pid: number;
            /**
             * @description A name for the testset, 1 to 100 characters.
             * @example Testset name Example#1
             */
            testset_name: string;
            /**
             * @description How long a test may take, in minutes, 5 to 30. If it is left out, the limit set in the project applies.
             * @example 5
             */
            time_limit?: number;
            /**
             * @description Set to true to use AT&T Video Optimizer (ARO).
             * @default false
             * @example true
             */
            use_vo?: boolean;
            /**
             * @description A URL that the service calls when the testset is complete, at most 250 characters.
             * @example https://127.0.0.1/callback/url/example
             */
            callback?: string;
            /** @description The account with which the tests sign in to the app. */
            credentials?: {
                /**
                 * @description The id of that account, at most 150 characters.
                 * @example credentials_id
                 */
                login_id: string;
                /**
                 * Format: password
                 * @description The password of that account, at most 150 characters.
                 * @example credentials_pw
                 */
                login_pw: string;
            };
            /**
             * @description The operating system to test on.
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
             * @description How many single tests the testset consists of.
             * @example 3
             */
            test_count: number;
            /**
             * @description Identifies the testset.
             * @example 251929
             */
            testset_id: number;
        };
        TestsetStatus: {
            /**
             * @description The status of the testset. Only this says whether it is finished, never the counts.
             * @enum {string}
             */
            testset_status: "Complete" | "Running";
            testset_status_detail: components["schemas"]["TestsetStatusDetail"];
            /** @description The time of the answer in UTC, such as `Mon, 25 May 2020 06:40:24 GMT`. */
            response_time?: string;
        };
        /** @description The number of single tests in each state. */
        TestsetStatusDetail: {
            /** @description The total number of tests. */
            total_test_cnt: number;
            /** @description Tests that ended with an error. */
            error_cnt: number;
            /** @description Tests that failed. */
            fail_cnt: number;
            /** @description Tests that are being prepared. */
            initializing_cnt: number;
            /** @description Tests that passed. */
            pass_cnt: number;
            /** @description Tests that are running. */
            running_cnt: number;
            /** @description Tests that a user stopped. */
            stop_cnt: number;
        };
        TestsetResult: {
            /** @description true if the testset is complete, false if it is still running. */
            complete: boolean;
            /** @description The results as JUnit XML. */
            result_xml: string;
            /** @description The results as HTML. */
            result_html: string;
            /** @description The results as JSON in the structure of JUnit, inside a string. The page has no example. */
            result_json: string;
        };
        /** @description The content of `result_xml`. Each test case is one device. */
        JUnitResult: {
            /** @description A constant, `TestBot Test`. */
            name: string;
            testsuite: components["schemas"]["JUnitSuite"][];
        };
        JUnitSuite: {
            /** @description The project's name, followed by `.TestBot`. */
            name: string;
            testcase: components["schemas"]["JUnitCase"][];
        };
        /** @description One device. `error` means that it did not pass; otherwise `system-out` contains the link to its result page. */
        JUnitCase: {
            /** @description The device's name. */
            name: string;
            /** @description The duration of the test in seconds. */
            time: string;
            /** @description The link to the result page of a test that passed. */
            "system-out"?: string;
            error?: {
                /** @description The link to the result page of a test that did not pass. */
                message: string;
            };
        } & (unknown | unknown);
        /** @description The kind of failure, as text; empty on success. */
        ResultMessage: string | number;
        /** @description The details of the failure; empty on success. */
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
        /** @description The envelope of every failure. The page does not say whether it has `data`. */
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
        /** @description The user id or the access key is wrong or missing. */
        Unauthorized: {
            headers: {
                /**
                 * @description The required scheme.
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
        /** @description The testset does not exist. */
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
                /** @description When to ask again, in seconds. Not on the page; a client respects it if it is sent. */
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
         * @description Identifies the testset.
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
            /** @description The testset was started. This may also be a failure, because the page documents no HTTP status. */
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
            /** @description The service failed while it received the app or created the testset. */
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
                 * @description Identifies the testset.
                 * @example 55716
                 */
                testset_id: components["parameters"]["testset_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The status of the testset. This may also be a failure, because the page documents no HTTP status. */
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
                 * @description Identifies the testset.
                 * @example 55716
                 */
                testset_id: components["parameters"]["testset_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The results. This may also be a failure, because the page documents no HTTP status. */
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
