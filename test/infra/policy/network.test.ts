import { describe, expect, it } from 'vitest';
import { existingEndpoint, ofType, only, plain, read, textsIn, vnet } from '../deployments.ts';

describe('network', () => {
  it('outside a virtual network storage and models answer from anywhere, to Entra ID alone', () => {
    for (const type of [
      'Microsoft.Storage/storageAccounts',
      'Microsoft.CognitiveServices/accounts',
    ]) {
      expect(only(plain, type)).toMatchObject({
        publicNetworkAccess: 'Enabled',
        networkAcls: { defaultAction: 'Allow' },
      });
    }
    expect(
      plain.predictedResources.filter(({ type }) => type.startsWith('Microsoft.Network/')),
    ).toEqual([]);
    expect(only(plain, 'Microsoft.Web/sites').virtualNetworkSubnetId).toBeNull();
  });

  it('in one they answer through private endpoints alone, and the app sits in it', () => {
    for (const type of [
      'Microsoft.Storage/storageAccounts',
      'Microsoft.CognitiveServices/accounts',
    ]) {
      expect(only(vnet, type)).toMatchObject({
        publicNetworkAccess: 'Disabled',
        networkAcls: { defaultAction: 'Deny' },
      });
    }
    const services = ofType(vnet, 'Microsoft.Network/privateEndpoints').flatMap(({ properties }) =>
      textsIn(properties)
        .filter(([path]) => path.includes('/groupIds/'))
        .map(([, text]) => text),
    );
    expect(services.sort()).toEqual(['account', 'blob', 'queue', 'table']);
    expect(only(vnet, 'Microsoft.Web/sites').virtualNetworkSubnetId).toMatch(/\/subnets\/app$/);
    const subnets = textsIn(only(vnet, 'Microsoft.Network/virtualNetworks'));
    expect(subnets.map(([, text]) => text)).toContain('Microsoft.App/environments');
  });

  it('an account of others has private endpoints of its own: only storage has some here', () => {
    const names = ofType(existingEndpoint, 'Microsoft.Network/privateEndpoints').map(({ name }) =>
      name.slice(name.lastIndexOf('-') + 1),
    );
    expect(names.sort()).toEqual(['blob', 'queue', 'table']);
  });

  it('every subnet says whether it has a way out; the app has one, by a gateway where that is asked for', () => {
    const subnetsOf = (deployment: typeof vnet) => {
      const { subnets } = only(deployment, 'Microsoft.Network/virtualNetworks') as {
        subnets: { name: string; properties: Record<string, unknown> }[];
      };
      return subnets.map(({ name, properties }) => ({
        name,
        out: properties.defaultOutboundAccess,
        gateway: properties.natGateway !== undefined && properties.natGateway !== null,
      }));
    };
    const endpoints = { name: 'private-endpoints', out: false, gateway: false };
    expect(subnetsOf(vnet)).toEqual([{ name: 'app', out: true, gateway: false }, endpoints]);
    expect(subnetsOf(existingEndpoint)).toEqual([
      { name: 'app', out: false, gateway: true },
      endpoints,
    ]);
    expect(ofType(vnet, 'Microsoft.Network/natGateways')).toEqual([]);
    expect(only(existingEndpoint, 'Microsoft.Network/natGateways')).toMatchObject({
      publicIpAddresses: [{ id: expect.stringMatching(/\/publicIPAddresses\/vnet-\w+-nat$/) }],
    });
    expect(read('docs/deploy.md')).toMatch(/^\| with `NAT_GATEWAY=true`.+\| about \d+ more +\|$/m);
  });
});
