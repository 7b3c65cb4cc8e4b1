import { Injectable } from '@nestjs/common';
import { problem } from '#kernel';
import { CatalogIndex } from '../discover/catalog-index.js';
import { KeptAnswers } from '../kept/kept-answers.js';
import { PartyBook } from '../parties/party-book.js';
import { today } from '../parties/show-parties.js';
import { catalogProblems } from '../problems.js';
import { type DeclaredNames, declaredNames } from './declared-names.js';
import { type LineageGraph, lineageGraph } from './lineage-graph.js';
import { type Neighbourhood, neighbourhood } from './neighbourhood.js';

export interface LineageAnswer extends Neighbourhood {
  readonly focus: string;
  readonly depth: number;
}

/** The neighbourhood of an event or a service, as declared and as seen. */
@Injectable()
export class DrawLineage {
  private readonly names = new KeptAnswers<DeclaredNames>(1);
  private readonly kept = new KeptAnswers<KeptAnswers<LineageGraph>>(1);

  constructor(
    private readonly index: CatalogIndex,
    private readonly book: PartyBook,
  ) {}

  /** @throws LINEAGE_UNKNOWN */
  async draw(focus: string, depth: number): Promise<LineageAnswer> {
    const graph = await this.graph();
    if (!graph.at(focus)) throw problem(catalogProblems.LINEAGE_UNKNOWN, { focus });
    return { focus, depth, ...neighbourhood(graph, focus, depth) };
  }

  /** What is joined holds as long as the same is published, and for the same parties. */
  private async graph(): Promise<LineageGraph> {
    const [{ entries, byId }, parties] = await Promise.all([
      this.index.current(),
      this.book.current(),
    ]);
    const day = today();
    const names = this.names.of(entries, '', () => declaredNames(entries));
    return this.kept
      .of(entries, '', () => new KeptAnswers(1))
      .of(parties, day, () => lineageGraph({ byId, names }, parties, day));
  }
}
