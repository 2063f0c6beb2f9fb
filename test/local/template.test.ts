import { existsSync } from 'node:fs';
import { Tags } from 'aws-cdk-lib';
import { localStage } from '../../local/local-stage.ts';
import { synthesize } from '../../local/template.ts';

describe('synthesize', () => {
  it('returns the templates of all stacks with the change, and removes its files', () => {
    const folders: string[] = [];
    const templates = synthesize(localStage, (stage) => {
      Tags.of(stage).add('question', 'what-if');
      folders.push(...[stage.outdir].filter((folder) => existsSync(folder)));
    });

    const types = templates.flatMap(({ Resources }) => Object.values(Resources).map(({ Type }) => Type));
    expect(types).toEqual(expect.arrayContaining(['AWS::S3::Bucket', 'AWS::Lambda::Function', 'AWS::SQS::Queue']));
    expect(JSON.stringify(templates)).toContain('what-if');
    expect(folders.map((folder) => existsSync(folder))).toEqual([false]);
  });
});
