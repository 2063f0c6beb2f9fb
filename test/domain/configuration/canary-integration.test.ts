import { canaryIntegration } from '../../../lambdas/domain/configuration/canary-integration.ts';
import { name } from '../../../lambdas/domain/configuration/configured-names.ts';
import { createRouter } from '../../../lambdas/domain/configuration/route.ts';
import { isMailable } from '../../../lambdas/domain/mail/address.ts';

describe('canaryIntegration', () => {
  it('gets the mail of its own address, which nobody else can send to', () => {
    const [address = ''] = canaryIntegration.addresses;

    expect(createRouter([canaryIntegration])(address)).toEqual({ integration: canaryIntegration.key });
    expect(isMailable(address)).toBe(true);
    expect(address).toMatch(/\.invalid$/);
  });

  it('reaches no CRM: it is in shadow mode, with a name that the configuration accepts', () => {
    expect(canaryIntegration.mode).toBe('shadow');
    expect(name.safeParse(canaryIntegration.key).success).toBe(true);
  });
});
