// The runs of remotest.yaml in a Jenkins pipeline: Jenkinsfile, as `remotest init` writes it. It needs each of the
// credentials below as a "secret text".
library identifier: 'remotest@v1', retriever: modernSCM(
    [$class: 'GitSCMSource', remote: 'https://github.com/remotest/jenkins-library.git']
)

pipeline {
    agent any
    options { timeout(time: 70, unit: 'MINUTES') }
    stages {
        // If the plan has an appFile, build it in a stage here.
        stage('Remote tests') {
            steps {
                // remotest-history stays in the workspace: with it, the report says how long each test has been failing.
                remotestRun(
                    config: 'remotest.yaml',
                    historyDir: 'remotest-history',
                    credentials: [ATS_API_TOKEN: 'ats-api-token']
                )
            }
        }
    }
}
