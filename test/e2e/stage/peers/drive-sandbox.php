<?php
// Calls the three ATS services through their ?wsdl, as a PHP project would, and prints the answers as JSON. It runs a
// template that fails, waits for it and reruns it; a wrong token causes a fault.
// usage: php drive-sandbox.php <base URL>

[, $base] = $argv;

function service(string $base, string $name): SoapClient
{
    $client = new SoapClient("$base/ws/$name?wsdl", ['cache_wsdl' => WSDL_CACHE_NONE]);
    $credentials = ['username' => 'ATSAPIUser', 'password' => 'ATSAPIUser'];
    $client->__setSoapHeaders(new SoapHeader('http://www.mendix.com/', 'authentication', (object) $credentials));
    return $client;
}

function waitFor(SoapClient $status, string $job): object
{
    for ($times = 0; $times < 200; $times++) {
        $answer = $status->GetTestRun(['TestRun' => [
            'AppAPIToken' => 'demo',
            'JobID' => $job,
            'AppID' => 'shop',
            'IncludeExecutionFlags' => true,
            'IncludeExecutionResultBreakdown' => true,
            'IncludeDetailsPerTestCase' => true,
        ]]);
        if ($answer->TestRun->ExecutionStatus === 'Done') {
            return $answer->TestRun;
        }
        usleep(20000);
    }
    throw new Exception("The job $job does not end");
}

$run = service($base, 'RunJob');
$status = service($base, 'GetJobStatus');
$rerun = service($base, 'RerunNotPassed');

$template = ['AppAPIToken' => 'demo', 'AppID' => 'shop', 'JobTemplateID' => 'flaky checkout'];
$started = $run->RunJob(['TestRun' => $template])->RunJob;
$first = waitFor($status, $started->JobID);
$again = $rerun->RerunNotPassed(['RerunNotPassed' => [
    'AppAPIToken' => 'demo',
    'AppID' => 'shop',
    'FinishedJobID' => $started->JobID,
]])->RunJob;
$second = waitFor($status, $again->JobID);

$fault = null;
try {
    $run->RunJob(['TestRun' => ['AppAPIToken' => 'wrong'] + $template]);
} catch (SoapFault $caught) {
    $fault = ['code' => $caught->faultcode, 'message' => $caught->getMessage()];
}

echo json_encode(compact('started', 'first', 'again', 'second', 'fault'), JSON_THROW_ON_ERROR);
