import { differences } from '../../tools/witness/differences.ts';
import { localServices, type Services, simulatedServices, witnessServices } from './services.ts';

/** An implementation of the services; every contract is tested on each. */
interface Provider {
  readonly name: 'simulated' | 'local' | 'moto';
  start(): Promise<Services>;
}

/** Endpoint of a third-party server under `npm run witness`; absent in `npm test`. */
const witness = process.env.POSTERN_WITNESS_ENDPOINT;

/** The simulation and the local emulators; under `npm run witness`, which runs after their tests, the witness alone. */
export const providers: readonly Provider[] =
  witness === undefined
    ? [
        { name: 'simulated', start: simulatedServices },
        { name: 'local', start: localServices },
      ]
    : [{ name: 'moto', start: () => witnessServices(witness) }];

/** The providers that run as servers: the simulation has no topics. */
export const servers = providers.filter(({ name }) => name !== 'simulated');

type Check = () => Promise<void>;

/**
 * Returns the `it` of a contract suite. A case in which the witness is known to differ from AWS must fail there: when
 * it passes, its entry in the table of differences is out of date.
 */
export function contractOf(suite: string, provider: Provider['name']): (title: string, check: Check) => void {
  return (title, check) => {
    const isKnown = provider === 'moto' && differences.some((known) => known.suite === suite && known.test === title);
    if (isKnown) it.failing(title, check);
    else it(title, check);
  };
}
