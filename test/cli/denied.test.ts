import { denialHint } from '../../cli/denied.ts';
import { roles } from '../../cli/roles.ts';

describe('denialHint', () => {
  it.each(roles)('names the role that is missing: %s', (role) => {
    expect(denialHint(role)).toContain(`the role ${role};`);
  });

  it.each(['none', undefined] as const)('names no role for a verb that has none: %s', (role) => {
    expect(denialHint(role)).not.toContain('role ');
  });
});
