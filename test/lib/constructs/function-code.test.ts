import { existsSync } from 'node:fs';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { entryOf, functionCode } from '../../../lib/constructs/function-code.ts';
import { aStack } from '../flow-stack.ts';

describe('functionCode', () => {
  it.each(['parse', 'sink', 'api', 'activate'])('has an entry in the sources for %s', (stage) => {
    expect(entryOf(stage)).toBe(`lambdas/${stage}/index.ts`);
    expect(existsSync(entryOf(stage))).toBe(true);
  });

  it('is code that Lambda can load from an asset', () => {
    const code = functionCode('activate');

    expect(code).toBeInstanceOf(Code);
    expect(code.bind(aStack()).s3Location).toBeDefined();
  });
});
