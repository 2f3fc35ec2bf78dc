// Starts a run of Mendix ATS, lets the agent go, and comes back until the run is over. To use it, store the CI/CD API token
// as a "secret text" with the id ats-api-token, and set your app and your CI/CD template here.
library identifier: 'remotest@v1', retriever: modernSCM(
    [$class: 'GitSCMSource', remote: 'https://github.com/remotest/jenkins-library.git']
)

Map run = [:]
node {
    run = remotestRun(
        provider: 'ats',
        appId: 'your-app-id',
        templateId: 'your-template-id',
        startOnly: true,
        credentials: [ATS_API_TOKEN: 'ats-api-token']
    )
}

// Outside of node, sleep uses no agent, and it outlives a restart of Jenkins.
Map tests = [:]
for (int check = 1; check <= 36; check++) {
    sleep time: 10, unit: 'MINUTES'
    node {
        // The last check fails the build if the run is still not finished.
        tests = remotestRun(
            attach: run.runRef,
            noWait: true,
            onUnfinished: check < 36 ? 'return' : 'error',
            credentials: [ATS_API_TOKEN: 'ats-api-token']
        )
    }
    if (tests.outcome != 'timed-out') break
}
echo "The run ${tests.runRef}: ${tests.passed} of ${tests.total} tests passed"
