package org.polarfold.evidence;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.polarfold.report.Words;

/** What {@code run.json} tells of sites and patients. */
final class Cohort {

  private static final int FEW_SITES = 12;
  private static final String TABLE = "tables/cohort.csv";

  private final Place sites;
  private final String target;

  /**
   * @param sites the list {@code cohort}; may be missing
   * @param target key of the primary target
   */
  Cohort(Place sites, String target) {
    this.sites = sites;
    this.target = target;
  }

  List<Statement> sites() {
    return none()
        ? List.of()
        : List.of(
            Statement.of(
                "{} sites sent studies, of which {} were held out in turn.",
                Cited.size(sites),
                Cited.howManyTrue(sites, "heldOut")));
  }

  List<Statement> flow() {
    return none()
        ? List.of()
        : List.of(
            Statement.of(
                "{} studies received = {} accepted + {} rejected; {} patients, of whom {} had every"
                    + " map that is learnt from.",
                Cited.sum(sites, "received"),
                Cited.sum(sites, "accepted"),
                Cited.sum(sites, "rejected"),
                Cited.sum(sites, "n"),
                Cited.sum(sites, "enrolled")));
  }

  List<Statement> exclusions() {
    Set<String> reasons = new LinkedHashSet<>();
    for (Place site : sites.items()) {
      site.at("rejectedBy").fields().forEach(reason -> reasons.add(reason.name()));
    }
    if (none()) {
      return List.of();
    }
    StringBuilder told = new StringBuilder("{} of {} studies received were rejected");
    List<Cited> numbers = new ArrayList<>();
    numbers.add(Cited.sum(sites, "rejected"));
    numbers.add(Cited.sum(sites, "received"));
    for (String reason : reasons) {
      told.append(numbers.size() == 2 ? ": " : ", ");
      told.append(Words.clean(reason.replace('-', ' ')).replace("{}", "")).append(" {}");
      numbers.add(Cited.sum(sites, "rejectedBy." + reason));
    }
    return List.of(Statement.of(told.append('.').toString(), numbers.toArray(Cited[]::new)));
  }

  List<Statement> dates() {
    List<Statement> told = new ArrayList<>();
    for (Place site : sites.items()) {
      Place examined = site.at("examined");
      if (examined.isThere()) {
        told.add(
            Statement.of(
                "{}: {} to {}.",
                name(site),
                Cited.text(examined.at("from")),
                Cited.text(examined.at("to"))));
      }
    }
    return told.size() > FEW_SITES ? pointed(told.get(0)) : told;
  }

  List<Statement> characteristics() {
    List<Statement> told = new ArrayList<>();
    for (Place site : sites.items()) {
      Place age = site.at("age");
      Statement patients = Statement.of("{}: {} patients", name(site), Cited.count(site.at("n")));
      Statement ages =
          age.at("meanYears").isNumber() && age.at("sdYears").isNumber()
              ? Statement.of(
                  "age {} years (SD {})",
                  Cited.figure(age.at("meanYears"), 1),
                  Cited.figure(age.at("sdYears"), 1))
              : Statement.of("age not known");
      told.add(joined(patients, ages));
    }
    if (told.isEmpty()) {
      return told;
    }
    return told.size() > FEW_SITES ? pointed(told.get(0)) : with(told, table());
  }

  List<Statement> acquisition() {
    List<Statement> told = new ArrayList<>();
    for (Place site : sites.items()) {
      List<Statement> items = new ArrayList<>();
      items.add(Statement.of("{}", name(site)));
      for (String item : List.of("tracer", "scanner", "software")) {
        Place counts = site.at("acquisition").at(item).at("counts");
        if (counts.isThere() && !counts.node().isEmpty()) {
          items.add(Statement.of(item + " {}", Cited.names(counts)));
        }
      }
      if (items.size() > 1) {
        told.add(joined(items.toArray(Statement[]::new)));
      }
    }
    if (told.isEmpty()) {
      return told;
    }
    return told.size() > FEW_SITES ? pointed(told.get(0)) : with(told, table());
  }

  List<Statement> outcome() {
    if (none() || target.isEmpty()) {
      return List.of();
    }
    String way = "labels." + target + ".";
    return List.of(
        Statement.of(
            "Primary outcome {}"
                + (target.equals("impaired_mfr")
                    ? ": mean flow reserve of the left ventricle below 2.0. "
                    : ". ")
                + "{} of {} patients whose label is known have it; of {} it is not known.",
            new Cited("run.json", "primaryTarget", target),
            Cited.sum(sites, way + "positive"),
            Cited.sum(sites, way + "known"),
            Cited.sum(sites, way + "missing")));
  }

  List<Statement> quality() {
    return none()
        ? List.of()
        : List.of(
            Statement.of(
                "Every export was checked study by study (form, units, orientation, plausible"
                    + " range, duplicates), alike for all patients: {} of {} studies were refused.",
                Cited.sum(sites, "rejected"),
                Cited.sum(sites, "received")),
            Statement.of("Reasons by site: {}.", Cited.file("tables/exclusions.csv")));
  }

  List<Statement> notHeldOut() {
    List<Statement> told = new ArrayList<>();
    for (Place site : sites.items()) {
      if (site.at("notHeldOutBecause").isThere()) {
        told.add(
            Statement.of(
                "{} was never held out: {}.",
                name(site),
                Cited.text(site.at("notHeldOutBecause"))));
      }
    }
    return told;
  }

  private boolean none() {
    return sites.items().isEmpty();
  }

  private static Cited name(Place site) {
    return Cited.text(site.at("site"));
  }

  private static Statement table() {
    return Statement.of("More: {}.", Cited.file(TABLE));
  }

  private static List<Statement> pointed(Statement first) {
    return List.of(Statement.of("For example"), first, Statement.of("All: {}.", Cited.file(TABLE)));
  }

  private static List<Statement> with(List<Statement> told, Statement last) {
    List<Statement> all = new ArrayList<>(told);
    all.add(last);
    return all;
  }

  private static Statement joined(Statement... parts) {
    List<String> words = new ArrayList<>();
    List<Cited> from = new ArrayList<>();
    for (Statement part : parts) {
      words.add(part.text());
      from.addAll(part.from());
    }
    return new Statement(String.join(", ", words) + ".", List.copyOf(from));
  }
}
