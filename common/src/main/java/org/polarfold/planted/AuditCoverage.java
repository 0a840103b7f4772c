package org.polarfold.planted;

import java.util.List;
import org.polarfold.audit.SiteAudit;

/**
 * How often an audit's interval holds chance, and how often it lies above it.
 *
 * @param preset what the consortia were
 * @param figure what was audited
 * @param planted whether sites differ, so that the interval should lie above chance; otherwise it
 *     should hold it
 * @param chance the figure where nothing is told
 * @param consortia how many
 * @param holding those whose interval holds chance
 * @param above those whose interval lies above it
 * @param mean of the figure
 */
public record AuditCoverage(
    String preset,
    String figure,
    boolean planted,
    double chance,
    int consortia,
    int holding,
    int above,
    Mean mean) {

  static AuditCoverage of(
      String preset, String figure, boolean planted, List<SiteAudit.Figure> audits) {
    double chance = audits.get(0).chance();
    return new AuditCoverage(
        preset,
        figure,
        planted,
        chance,
        audits.size(),
        (int) audits.stream().filter(SiteAudit.Figure::holdsChance).count(),
        (int) audits.stream().filter(one -> one.lower() > chance).count(),
        Mean.of(audits.stream().mapToDouble(SiteAudit.Figure::value).toArray()));
  }

  /** Those that are as they should be. */
  public int right() {
    return planted ? above : holding;
  }

  /** Monte-Carlo standard error of the share that is as it should be. */
  public double error() {
    return Nominal.error(right(), consortia);
  }

  /** Whether they are fewer than chance allows, were 95 % as they should be. */
  public boolean tooFew() {
    return Nominal.isMissed(right(), consortia);
  }
}
