// A plan of several runs in a Jenkins pipeline, shared between parallel branches. To use it, describe the runs in
// remotest.yaml, and store the CI/CD API token as a "secret text" with the id ats-api-token.
library identifier: 'remotest@v1', retriever: modernSCM(
    [$class: 'GitSCMSource', remote: 'https://github.com/remotest/jenkins-library.git']
)

Map legs = [:]
node {
    checkout scm
    // Without shards, each run of the plan is a branch of its own.
    legs = remotestPlan(config: 'remotest.yaml', shards: 4)
}

Map branches = [:]
List names = legs.keySet().toList()
List reports = []
for (int at = 0; at < names.size(); at++) {
    Map leg = legs[names[at]]
    String report = "shard-${at + 1}"
    reports << report
    branches[names[at]] = {
        node {
            checkout scm
            try {
                remotestRun(
                    config: leg.config,
                    run: leg.run,
                    shard: leg.shard,
                    reportDir: report,
                    credentials: [ATS_API_TOKEN: 'ats-api-token']
                )
            } finally {
                stash name: report, includes: "${report}/**", allowEmpty: true
            }
        }
    }
}

try {
    parallel branches
} finally {
    // One report and one verdict, even if a shard failed or never ran.
    node {
        // In a workspace that is kept, nothing of an earlier build may count.
        sh "rm -rf remotest-report ${reports.join(' ')}"
        List found = []
        for (int at = 0; at < reports.size(); at++) {
            try {
                unstash reports[at]
                found << reports[at]
            } catch (hudson.AbortException missing) {
                echo "Remotest: ${reports[at]} never ran: ${missing.message}"
            }
        }
        int code = sh(returnStatus: true, script: "npx --yes remotest@1 merge ${found.join(' ')}")
        archiveArtifacts artifacts: 'remotest-report/**', allowEmptyArchive: true
        // npx also exits with 1 if it fails; only the command itself writes a report.
        if (code == 1 && fileExists('remotest-report/results.json')) unstable 'Remotest: tests failed'
        else if (code != 0) error "Remotest: no pass (exit code ${code})"
    }
}
