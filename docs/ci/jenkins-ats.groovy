// Mendix ATS in a Jenkins pipeline. To use it, store the CI/CD API token as a "secret text" with the id ats-api-token, and
// set your app and your CI/CD template here.
library identifier: 'remotest@v1', retriever: modernSCM(
    [$class: 'GitSCMSource', remote: 'https://github.com/remotest/jenkins-library.git']
)

pipeline {
    agent any
    options { timeout(time: 70, unit: 'MINUTES') }
    parameters {
        string(name: 'TEMPLATE_ID', defaultValue: 'your-template-id', description: 'The CI/CD template to run')
    }
    stages {
        stage('Remote tests') {
            steps {
                // remotest-history stays in the workspace: with it, the report says how long each test has been failing.
                remotestRun(
                    provider: 'ats',
                    appId: 'your-app-id',
                    templateId: params.TEMPLATE_ID,
                    historyDir: 'remotest-history',
                    credentials: [ATS_API_TOKEN: 'ats-api-token']
                )
            }
        }
        stage('Release') {
            when { expression { currentBuild.currentResult == 'SUCCESS' } }
            steps {
                echo 'Released'
            }
        }
    }
}
