// apptest.ai in a Jenkins pipeline. To use it, store user id and access key as one "secret text", user:key, with the id
// apptest-access-key, and set your project's number here.
library identifier: 'remotest@v1', retriever: modernSCM(
    [$class: 'GitSCMSource', remote: 'https://github.com/remotest/jenkins-library.git']
)

pipeline {
    agent any
    options { timeout(time: 70, unit: 'MINUTES') }
    parameters {
        string(name: 'RUN_NAME', defaultValue: '', description: 'The name of the run. Default: the subject of the commit')
    }
    stages {
        stage('Build') {
            steps {
                sh 'mkdir -p build && echo "your build goes here" > build/app-release.apk'
            }
        }
        stage('Remote tests') {
            steps {
                // remotest-history stays in the workspace: with it, the report says how long each test has been failing.
                script {
                    def tests = remotestRun(
                        provider: 'apptest',
                        projectId: 1120,
                        appFile: 'build/app-release.apk',
                        name: params.RUN_NAME,
                        maxFailures: '10%',
                        historyDir: 'remotest-history',
                        credentials: [APPTEST_ACCESS_KEY: 'apptest-access-key']
                    )
                    echo "The run ${tests.runRef}: ${tests.passed} of ${tests.total} tests passed"
                }
            }
        }
    }
}
