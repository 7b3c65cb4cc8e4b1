/** Who would own GitHub's events if GitHub were a company of this size: stable, plausible names. */
export interface GithubDomain {
  readonly team: string;
  readonly contact: string;
  readonly oncall: string;
  readonly criticality: 'sandbox' | 'normal' | 'critical';
  /** Event kinds, by the names GitHub gives them. One topic a domain keeps their order together. */
  readonly kinds: readonly string[];
}

const domain = (
  team: string,
  criticality: GithubDomain['criticality'],
  kinds: string,
): GithubDomain => ({
  team,
  contact: `#${team}`,
  oncall: `pagerduty:${team}`,
  criticality,
  kinds: kinds.trim().split(/\s+/),
});

export const githubDomains: Readonly<Record<string, GithubDomain>> = {
  code: domain(
    'repositories',
    'critical',
    `push create delete fork commit_comment gollum public repository repository_import
     repository_dispatch branch_protection_rule`,
  ),
  review: domain(
    'code-review',
    'critical',
    `pull_request pull_request_review pull_request_review_comment pull_request_review_thread
     merge_group`,
  ),
  planning: domain(
    'issues',
    'normal',
    `issues issue_comment label milestone project project_card project_column projects_v2_item
     discussion discussion_comment`,
  ),
  delivery: domain(
    'actions',
    'critical',
    `check_run check_suite deployment deployment_review deployment_status page_build release package
     status workflow_dispatch workflow_job workflow_run`,
  ),
  security: domain(
    'advanced-security',
    'critical',
    `code_scanning_alert dependabot_alert deploy_key repository_vulnerability_alert
     security_advisory`,
  ),
  access: domain('identity', 'critical', 'member membership organization org_block team team_add'),
  integrations: domain(
    'platform-apps',
    'normal',
    'github_app_authorization installation installation_repositories meta ping',
  ),
  community: domain('community', 'normal', 'star watch sponsorship marketplace_purchase'),
};

/** The domain of a kind; GitHub's newest kinds may not have one yet. */
export const domainOfKind = (kind: string): string =>
  Object.entries(githubDomains).find(([, { kinds }]) => kinds.includes(kind))?.[0] ?? 'community';
