import { namedPolicy, objectsOf, statementsOf, textsOf } from '../../../local/iam/policy-document.ts';
import { allow } from '../../helpers/iam.ts';

describe('statementsOf', () => {
  const statement = allow('s3:GetObject', '*');

  it.each([
    ['a list', { Statement: [statement] }, [statement]],
    ['a single statement without a list', { Statement: statement }, [statement]],
    ['a document without statements', {}, []],
    ['no document', undefined, []],
  ])('reads %s', (_, document, statements) => {
    expect(statementsOf(namedPolicy('P', document))).toEqual(statements);
  });
});

describe('textsOf and objectsOf', () => {
  it.each([
    [
      ['a', 1],
      ['a', '1'],
    ],
    ['a', []],
    [undefined, []],
  ])('read the texts of %j', (value, texts) => {
    expect(textsOf(value)).toEqual(texts);
  });

  it.each([
    [[{ a: 1 }], [{ a: 1 }]],
    [{ a: 1 }, []],
    [undefined, []],
  ])('read the objects of %j', (value, objects) => {
    expect(objectsOf(value)).toEqual(objects);
  });
});
