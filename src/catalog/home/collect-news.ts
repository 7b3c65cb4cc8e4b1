import { Injectable } from '@nestjs/common';
import { ListCauses } from '../quarantine/list-causes.js';
import { RecentVersions } from '../store/recent-versions.js';
import { ListUndescribed } from '../subjects/list-undescribed.js';
import { ListSunsets } from '../sunset/list-sunsets.js';

const CHANGED_ROWS = 8;

/** What happened, and what is about to, a few rows of each. */
@Injectable()
export class CollectNews {
  constructor(
    private readonly causes: ListCauses,
    private readonly sunsets: ListSunsets,
    private readonly versions: RecentVersions,
    private readonly subjects: ListUndescribed,
  ) {}

  async collect(rows: number) {
    const open = { state: 'open', event: undefined, producer: undefined };
    const [{ waiting, causes }, { today, rows: sunsets, inAll }, changed, undescribed] =
      await Promise.all([
        this.causes.list(open),
        this.sunsets.nearest(rows),
        this.versions.latest(CHANGED_ROWS),
        this.subjects.count(),
      ]);
    return {
      waiting,
      causes: causes.slice(0, rows),
      today,
      sunsets,
      sunsetsInAll: inAll,
      changed,
      undescribed,
    };
  }
}
