import { PromisesDashboard } from '../../../lib/constructs/promises-dashboard.ts';
import { aStack, propertiesOf } from '../flow-stack.ts';

describe('PromisesDashboard', () => {
  const stack = aStack();
  new PromisesDashboard(stack, 'Promises', { title: 'acme-prod', metrics: 'acme/prod' });
  const [{ DashboardName, DashboardBody } = { DashboardName: '', DashboardBody: '' }] = propertiesOf(
    stack,
    'AWS::CloudWatch::Dashboard',
  );
  const body = JSON.stringify(DashboardBody);

  it('is called like the stage', () => {
    expect(DashboardName).toBe('acme-prod');
  });

  it.each(['unsubscribe', 'bounce', 'complaint'])('shows how late each %s is, of this stage only', (kind) => {
    expect(body).toContain(`\\"kind\\",\\"${kind}\\"`);
    expect(body.match(/\\"stage\\",\\"([^"\\]+)\\"/g)?.every((pair) => pair.includes('acme/prod'))).toBe(true);
  });

  it('states the promises in words', () => {
    expect(body).toMatch(/within \*\*2 minutes\*\*, a bounce within \*\*5\*\*/);
  });
});
