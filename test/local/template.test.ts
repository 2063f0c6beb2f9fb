import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { Tags } from 'aws-cdk-lib';
import { localStage } from '../../local/local-stage.ts';
import { synthesize } from '../../local/template.ts';

const leftovers = (): readonly string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('postern-synth-'));

describe('synthesize', () => {
  it('returns the templates of all stacks with the change, and leaves no files behind', () => {
    const before = leftovers();

    const templates = synthesize(localStage, (stage) => Tags.of(stage).add('question', 'what-if'));

    const types = templates.flatMap(({ Resources }) => Object.values(Resources).map(({ Type }) => Type));
    expect(types).toEqual(expect.arrayContaining(['AWS::S3::Bucket', 'AWS::Lambda::Function', 'AWS::SQS::Queue']));
    expect(JSON.stringify(templates)).toContain('what-if');
    expect(leftovers()).toEqual(before);
  });
});
