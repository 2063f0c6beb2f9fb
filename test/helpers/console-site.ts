import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConsoleSite } from '../../lib/constructs/console-site.ts';
import type { StageConfig } from '../../lib/stage-config.ts';
import { aFlow } from '../lib/flow-stack.ts';

type Console = NonNullable<StageConfig['console']>;

export const cognito: Console = { enabled: true, signIn: { cognito: { domainPrefix: 'acme-mail', mfa: 'required' } } };

export const oidc: Console = {
  enabled: true,
  signIn: {
    oidc: {
      issuer: 'https://id.example.com/realms/acme',
      clientId: 'postern',
      scopes: ['openid', 'groups'],
      roleClaim: 'groups',
      tenant: 'acme',
      origins: ['https://tokens.example.com'],
    },
  },
};

/** The stacks of a stage with a console, whose page has one file beside it. */
export function aConsole(settings: Console, more: Partial<StageConfig> = {}) {
  const { stack, flow } = aFlow({ console: settings, ...more });
  const files = mkdtempSync(join(tmpdir(), 'postern-console-'));
  try {
    mkdirSync(join(files, 'assets'));
    writeFileSync(join(files, 'index.html'), '<!doctype html>');
    writeFileSync(join(files, 'assets', 'index-4f.js'), '');
    const { config, state } = flow;
    const site = new ConsoleSite(stack, 'Console', { config, state, settings, signIn: settings.signIn!, files });
    return { stack, flow: { ...flow, consoleTokens: site.signIn.tokens }, site };
  } finally {
    rmSync(files, { recursive: true });
  }
}
