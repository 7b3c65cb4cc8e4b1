/** What single contracts say beyond the schema. Each row is a fact about GitHub, or a story. */
export interface GithubPolicy {
  readonly status?: 'deprecated';
  readonly deprecation?: {
    readonly from: string;
    readonly sunset: string;
    readonly migration: string;
  };
  readonly enforcement?: 'observe';
  readonly undeclared?: 'refuse';
  /** The shape is published open, so that not the schema but the policy keeps fields out. */
  readonly isOpen?: true;
  readonly limitations?: string;
}

const CLASSIC_PROJECTS: GithubPolicy = {
  status: 'deprecated',
  deprecation: {
    from: '2024-05-23',
    sunset: '2027-04-01',
    migration: 'https://github.blog/changelog/2024-05-23-sunset-notice-projects-classic/',
  },
  limitations: 'Classic projects; new consumers read github.projects_v2_item.',
};

export const githubPolicies: Readonly<Record<string, GithubPolicy>> = {
  project: CLASSIC_PROJECTS,
  project_card: CLASSIC_PROJECTS,
  project_column: CLASSIC_PROJECTS,
  repository_vulnerability_alert: {
    status: 'deprecated',
    deprecation: {
      from: '2022-10-06',
      sunset: '2027-04-01',
      migration: 'https://docs.github.com/webhooks/webhook-events-and-payloads#dependabot_alert',
    },
    limitations: 'New consumers read github.dependabot_alert.',
  },
  check_run: {
    enforcement: 'observe',
    limitations:
      'Observed, not enforced: apps registered long ago still send dates in another notation.',
  },
  ping: {
    enforcement: 'observe',
    limitations: 'Observed, not enforced: old hooks lack an address.',
  },
  watch: {
    undeclared: 'refuse',
    isOpen: true,
    limitations: 'The schema is open; fields nobody declared are kept out by policy.',
  },
};
