import { App } from 'aws-cdk-lib';
import { PosternStage } from 'postern';

const app = new App();
new PosternStage(app, 'Mail', {
  stage: 'dev',
  region: 'eu-west-1',
  inboundDomain: 'inbound.example.com',
});
