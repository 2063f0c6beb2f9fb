import { judge } from '../../../lambdas/crm/hubspot/api.ts';

/** A refusal with one error, in HubSpot's form. */
const refusal = (code: string | undefined, message: string) => ({
  status: 400,
  headers: new Headers(),
  json: { category: 'VALIDATION_ERROR', message: 'Invalid input', errors: [{ ...(code && { code }), message }] },
});
const results = (...list: object[]) => `Property values were not valid: ${JSON.stringify(list)}`;

describe("judge, with messages that quote the sender's words", () => {
  it.each([
    ['a result of a validation', 'INVALID_EMAIL', 'Email address x"error":"READ_ONLY_VALUE"@y.z is invalid'],
    ['words about the account', 'INVALID_EMAIL', 'Email address "Property does not exist"@y.z is invalid'],
    [
      'a result within a result',
      undefined,
      results({ error: 'INVALID_EMAIL', name: 'email', message: 'x"error":"READ_ONLY_VALUE","name":"dealstage"' }),
    ],
    ['the words of a conflict', 'INVALID_EMAIL', 'Email address "99 already has that value"@y.z is invalid'],
    ['the id of a record', 'INVALID_EMAIL', 'Email address Existing ID: 99@y.z is invalid'],
  ])('blames the record alone for a message that quotes %s', (_, code, message) => {
    expect(judge(refusal(code, message))).toMatchObject({ kind: 'rejected', code: 'INVALID_EMAIL' });
  });

  it('blames the account where a result of the validation does', () => {
    const message = results({ error: 'READ_ONLY_VALUE', name: 'createdate', message: 'is read only' });

    expect(judge(refusal(undefined, message))).toEqual({
      kind: 'misconfigured',
      code: 'READ_ONLY_VALUE',
      message: 'property createdate',
    });
  });

  it('answers with a conflict where HubSpot names the record', () => {
    const valueConflict = refusal(undefined, 'propertyName "postern_ext_id" 123 already has that value');

    expect(
      judge({ ...valueConflict, status: 409, json: { message: 'Contact already exists. Existing ID: 123' } }),
    ).toEqual({
      kind: 'conflict',
      holder: '123',
    });
  });
});

describe('judge, with an option that is not there', () => {
  it.each([
    ['dealstage', 'misconfigured'],
    ['pipeline', 'misconfigured'],
    // Properties of the account's own, which only a mapping writes.
    ['stage', 'rejected'],
    ['hs_pipeline_stage', 'rejected'],
  ])('takes %s for %s', (name, kind) => {
    const answer = refusal(undefined, results({ error: 'INVALID_OPTION', name, message: 'no option' }));

    expect(judge(answer)).toMatchObject({ kind, message: `property ${name}` });
  });

  it('names no property by the words in front of a list of results', () => {
    expect(judge(refusal('INVALID_OPTION', 'Property values were not valid: []'))).toEqual({
      kind: 'rejected',
      code: 'INVALID_OPTION',
      message: 'the request was refused',
    });
  });

  it('names the property of a conflict', () => {
    const answer = refusal(
      undefined,
      results({ error: 'CONFLICTING_UNIQUE_VALUE', name: 'customer_number', message: '9 already has that value.' }),
    );

    expect(judge(answer)).toMatchObject({ kind: 'conflict', field: 'customer_number' });
  });
});
