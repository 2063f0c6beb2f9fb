import { createDeliveryQuestions } from '../../../local/iam/delivery-questions.ts';
import { deliveryKey } from '../../../local/iam/edge.ts';

describe('createDeliveryQuestions', () => {
  it('names each delivery as the edges of the templates do', () => {
    const asked: string[] = [];
    const questions = createDeliveryQuestions(() => ({
      may: (delivery) => {
        asked.push(delivery);
        return true;
      },
    }));

    questions.mayStoreMail('mail');
    questions.mayAnnounceMail('arn:topic');
    questions.mayAnnounceObject('http://127.0.0.1:1/000000000000/Sweep');
    questions.mayFanOut('arn:queue');
    questions.mayCallRoute('arn:function', 'POST /u/{token}');
    questions.mayInvoke('arn:function');

    expect(asked).toEqual([
      deliveryKey('ses', 's3:PutObject', 'arn:aws:s3:::mail'),
      deliveryKey('ses', 'sns:Publish', 'arn:topic'),
      deliveryKey('s3', 'sqs:SendMessage', 'arn:aws:sqs:us-east-1:000000000000:Sweep'),
      deliveryKey('sns', 'sqs:SendMessage', 'arn:queue'),
      deliveryKey('apigateway', 'lambda:InvokeFunction', 'arn:function', 'POST /u/{token}'),
      deliveryKey('scheduler', 'lambda:InvokeFunction', 'arn:function'),
    ]);
  });
});
