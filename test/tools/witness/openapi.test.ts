import { judgeOpenApi, validateOpenApi } from '../../../tools/witness/openapi.ts';

describe('judgeOpenApi', () => {
  const title = 'the OpenAPI document of the API is valid';

  it('confirms a document that the validator calls valid', () => {
    expect(judgeOpenApi(0, 'lambdas/api/openapi.json: OK\n', '').checks).toEqual([{ title }]);
  });

  it.each([
    [1, 'openapi.json: Validation Error: x\n', '', 'openapi.json: Validation Error: x'],
    [1, '', 'Traceback\nModuleNotFoundError\n', 'ModuleNotFoundError'],
    [0, '', '', 'it ended with 0'],
  ])('names the problem that it ended with (%i, %j)', (exitCode, stdout, stderr, problem) => {
    expect(judgeOpenApi(exitCode, stdout, stderr).checks).toEqual([{ title, problem }]);
  });
});

describe('validateOpenApi', () => {
  it('says when the validator is not there', async () => {
    await expect(validateOpenApi('/nowhere', 'openapi.json')).rejects.toThrow('did not run');
  });
});
