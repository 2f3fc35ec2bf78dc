<?php
// A Mendix ATS built with PHP's own SoapServer and specs/ats.wsdl, for test/e2e/packages/ats-client-php.test.ts. The answers
// depend on the requests, so that the test can check that every field arrived.
ini_set('soap.wsdl_cache_enabled', '0');
ini_set('display_errors', '0');

class Ats
{
    private bool $authenticated = false;

    /** Handles the SOAP header; SoapServer calls it before the operation. */
    public function authentication($header): void
    {
        if ($header->username !== 'user' || $header->password !== 'pass & wörd') {
            throw new SoapFault('Client', 'Wrong user or password');
        }
        $this->authenticated = true;
    }

    public function RunJob($request)
    {
        $run = $this->checked($request->TestRun);
        return ['RunJob' => ['Started' => true, 'ErrorMessage' => '', 'JobID' => "$run->AppID|$run->JobTemplateID"]];
    }

    public function GetTestRun($request)
    {
        $run = $this->checked($request->TestRun);
        if ($run->JobID === 'unknown') {
            throw new SoapFault('Server', 'There is no such job', null, ['id' => $run->JobID]);
        }
        $result = ['ExecutionStatus' => 'Done', 'ExecutionResult' => 'Failed', 'ErrorMessage' => "$run->AppID|$run->JobID"];
        if ($run->IncludeExecutionFlags ?? false) {
            $result['ExecutionFlags'] = ['Flags' => ['Canceled' => false, 'Warning' => true]];
        }
        if ($run->IncludeExecutionResultBreakdown ?? false) {
            $counts = ['CountPassed' => 1, 'CountNotExecuted' => 0, 'CountFailed' => 1];
            $result['ExecutionResultBreakdown'] = ['ResultBreakdown' => $counts];
        }
        if ($run->IncludeDetailsPerTestCase ?? false) {
            $cases = [['Name' => 'Log in', 'Result' => 'Passed', 'Duration' => '00:00:04']];
            if ($run->JobID === 'two') {
                $cases[] = ['Name' => 'Pay', 'Result' => 'Failed', 'Duration' => '00:01:37', 'ErrorMessage' => '<no> & "button"'];
            }
            $result['ExecutionDetailsPerTestCase'] = ['ExecutionDetailsTestCase' => $run->JobID === 'none' ? [] : $cases];
        }
        return ['TestRun' => $result];
    }

    public function RerunNotPassed($request)
    {
        $run = $this->checked($request->RerunNotPassed);
        return ['RunJob' => ['Started' => false, 'ErrorMessage' => "$run->AppID|$run->FinishedJobID"]];
    }

    private function checked($run)
    {
        if (!$this->authenticated) {
            throw new SoapFault('Client', 'There is no authentication header');
        }
        if ($run->AppAPIToken !== 't0ken <1>') {
            throw new SoapFault('Client', 'Wrong AppAPIToken');
        }
        return $run;
    }
}

$server = new SoapServer(getenv('ATS_WSDL'), ['encoding' => 'UTF-8', 'features' => SOAP_SINGLE_ELEMENT_ARRAYS]);
$server->setClass(Ats::class);
$server->handle();
