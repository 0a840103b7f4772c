package org.polarfold.job;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.polarfold.audit.RankRelation;
import org.polarfold.audit.SiteAudit;
import org.polarfold.audit.SiteDistances;
import org.polarfold.planted.AuditCoverage;
import org.polarfold.validate.HarmonisedAudit;
import org.polarfold.validate.MapAudit;

/** What audits say, for a person to read. */
final class AuditTable {

  private AuditTable() {}

  /** The audits of a run. */
  static void print(List<MapAudit> audits, PrintStream out) {
    for (MapAudit one : audits) {
      SiteAudit audit = one.sites();
      print(one.seen() + " of the " + one.map() + " map", audit, out);
      for (SiteDistances.Site site : one.distances().sites()) {
        out.printf(
            Locale.ROOT,
            "  %-20s farther than the others %.3f (mean), %.3f (nearest); discrepancy p %.3f%n",
            site.site(),
            site.mahalanobis().farther(),
            site.nearest().farther(),
            site.discrepancy().p());
      }
      audit
          .leftOut()
          .forEach((site, n) -> out.printf(Locale.ROOT, "  left out: %s (%d patients)%n", site, n));
    }
  }

  /** The audits of what a harmonisation leaves. */
  static void printHarmonised(List<HarmonisedAudit> audits, PrintStream out) {
    for (HarmonisedAudit one : audits) {
      print("features of the " + one.map() + " map after " + one.method(), one.sites(), out);
    }
  }

  private static void print(String seen, SiteAudit audit, PrintStream out) {
    out.printf(
        Locale.ROOT,
        "%nSite told from %s: %d patients, %d sites%n"
            + "  patients whose site is told, mean over sites: %s%n"
            + "  AUROC of a site against the rest, mean over sites: %s%n",
        seen,
        audit.n(),
        audit.sites().size(),
        text(audit.balancedAccuracy()),
        text(audit.auroc()));
    for (SiteAudit.Site site : audit.sites()) {
      out.printf(
          Locale.ROOT,
          "  %-20s %6d patients, %6d told, AUROC %.3f%n",
          site.site(),
          site.n(),
          site.told(),
          site.auroc());
    }
  }

  /** How drops go with distances. */
  static void printDrops(List<DropsByDistance> drops, PrintStream out) {
    for (DropsByDistance one : drops) {
      if (one.relation() instanceof RankRelation relation) {
        out.printf(
            Locale.ROOT,
            "%nDrop of %s (%s) by how far sites lie (%s of %s, %s): rank correlation %.2f, p %.2f,"
                + " %d sites",
            one.target(),
            one.model(),
            one.seen(),
            one.map(),
            one.distance(),
            relation.spearman(),
            relation.p(),
            relation.k());
      }
    }
    if (!drops.isEmpty()) {
      out.println();
    }
  }

  private static String text(SiteAudit.Figure figure) {
    return String.format(
        Locale.ROOT,
        "%.3f (%.3f to %.3f); by chance %.3f, p %.2f",
        figure.value(),
        figure.lower(),
        figure.upper(),
        figure.chance(),
        figure.p());
  }

  /** How often audits of simulated consortia are right, as Markdown; whether anything fails. */
  static boolean printCoverage(List<AuditCoverage> rows, long seed, int patients, PrintStream out) {
    out.printf(
        Locale.ROOT,
        "%nThe audit of sites on the stress map: %d seeds from %d, 6 sites of %d patients%n%n"
            + "| preset | figure | chance | mean | interval holds chance | lies above | as it should"
            + " be, %% | |%n|---|---|--:|--:|--:|--:|--:|---|%n",
        rows.get(0).consortia(),
        seed,
        patients);
    for (AuditCoverage row : rows) {
      out.printf(
          Locale.ROOT,
          "| %s | %s | %.3f | %.4f (%.4f) | %d | %d | %.1f (%.1f) | %s |%n",
          row.preset(),
          row.figure(),
          row.chance(),
          row.mean().value(),
          row.mean().error(),
          row.holding(),
          row.above(),
          100.0 * row.right() / row.consortia(),
          100 * row.error(),
          row.tooFew() ? "too few" : "holds");
    }
    long few = rows.stream().filter(AuditCoverage::tooFew).count();
    out.printf(
        Locale.ROOT,
        "%nIn brackets: Monte-Carlo standard errors. %d of %d shares are below 95 %% by more than"
            + " chance%n",
        few,
        rows.size());
    return few > 0;
  }
}
