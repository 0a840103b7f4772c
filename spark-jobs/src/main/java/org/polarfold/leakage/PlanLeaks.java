package org.polarfold.leakage;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.polarfold.leakage.Leak.Kind;
import org.polarfold.leakage.Sides.Cut;
import org.polarfold.split.Enrolled;
import org.polarfold.split.SplitPlan;
import org.polarfold.study.SiteId;

/**
 * What a plan may not do, whatever its digest says: a plan is a file. That no patient is held out
 * twice for one arm and repeat, or held out and set aside, is seen as soon as it is read.
 */
final class PlanLeaks {

  private static final String SINGLE_SITE = "single-site:";
  private static final String TEMPORAL = "temporal";
  private static final Set<String> OF_WHOLE_SITES =
      Set.of("external", "matched-external", SplitPlan.NAMED_EXTERNAL);

  private final Sides sides;
  private final Map<String, Enrolled> enrolled = new HashMap<>();
  private final Set<SiteId> named;
  private final String place;
  private final List<Leak> leaks = new ArrayList<>();

  private PlanLeaks(Sides sides, List<Enrolled> enrolled, List<SiteId> named, String place) {
    this.sides = sides;
    enrolled.forEach(patient -> this.enrolled.put(patient.patient().value(), patient));
    this.named = Set.copyOf(named);
    this.place = place;
  }

  /**
   * Looks.
   *
   * @param enrolled everybody of the lake who can be learnt from
   * @param named the named external sites
   * @param place the plan's file
   */
  static List<Leak> find(Sides sides, List<Enrolled> enrolled, List<SiteId> named, String place) {
    PlanLeaks plan = new PlanLeaks(sides, enrolled, named, place);
    plan.names();
    plan.patients();
    sides.cuts().forEach(plan::cut);
    return plan.leaks;
  }

  private void names() {
    Set<String> seen = new HashSet<>();
    List<String> twice =
        sides.cuts().stream().map(Cut::shown).filter(name -> !seen.add(name)).toList();
    tell(Kind.FOLDS_OF_ONE_NAME, place, "named twice", twice, "every fold of an arm once");
  }

  private void patients() {
    tell(
        Kind.OTHER_PATIENTS,
        place,
        "of whom the lake has no study with the experiment's maps",
        sorted(sides.patients().stream().filter(patient -> !enrolled.containsKey(patient))),
        "enrolled patients alone");
    Set<String> known = new HashSet<>(sides.patients());
    sides.cuts().forEach(cut -> known.addAll(cut.setAside()));
    tell(
        Kind.OTHER_PATIENTS,
        place,
        "enrolled, and in no fold",
        sorted(enrolled.keySet().stream().filter(patient -> !known.contains(patient))),
        "every enrolled patient held out or set aside");
  }

  private void cut(Cut cut) {
    List<Enrolled> learnt = known(sides.learntFrom(cut));
    List<Enrolled> heldOut = known(cut.heldOut());
    if (OF_WHOLE_SITES.contains(cut.arm())) {
      Set<SiteId> out = heldOut.stream().map(Enrolled::site).collect(Collectors.toSet());
      site(cut, learnt, out::contains, "no patient of a site that is held out");
    } else if (cut.arm().startsWith(SINGLE_SITE)) {
      SiteId own = new SiteId(cut.arm().substring(SINGLE_SITE.length()));
      site(cut, learnt, site -> !site.equals(own), "training patients of " + own + " alone");
    } else if (cut.arm().equals(TEMPORAL)) {
      months(cut, learnt, heldOut);
    }
    if (!cut.arm().equals(SplitPlan.NAMED_EXTERNAL)) {
      tell(
          Kind.TOUCHED_NAMED_EXTERNAL,
          place + ", " + cut.shown(),
          "of a named external site, and learnt from or held out",
          names(
              Stream.concat(learnt.stream(), heldOut.stream())
                  .filter(patient -> named.contains(patient.site()))),
          "only arm " + SplitPlan.NAMED_EXTERNAL + " to touch them");
    }
  }

  private void site(
      Cut cut, List<Enrolled> learnt, Predicate<SiteId> isForbidden, String expected) {
    List<Enrolled> wrong = learnt.stream().filter(p -> isForbidden.test(p.site())).toList();
    Set<String> sites = new TreeSet<>();
    wrong.forEach(patient -> sites.add(patient.site().value()));
    tell(
        Kind.KNOWN_SITE,
        place + ", " + cut.shown(),
        "learnt from, of site " + String.join(", ", sites),
        names(wrong.stream()),
        expected);
  }

  private void months(Cut cut, List<Enrolled> learnt, List<Enrolled> heldOut) {
    Optional<YearMonth> first =
        heldOut.stream().flatMap(p -> p.examined().stream()).min(Comparator.naturalOrder());
    tell(
        Kind.KNOWN_MONTHS,
        place + ", " + cut.shown(),
        "learnt from, and not examined before " + first.map(YearMonth::toString).orElse("any"),
        names(
            learnt.stream()
                .filter(
                    p ->
                        p.examined().isEmpty()
                            || first.isEmpty()
                            || !p.examined().get().isBefore(first.get()))),
        "training patients examined before all that are held out");
  }

  private List<Enrolled> known(Iterable<String> patients) {
    List<Enrolled> known = new ArrayList<>();
    for (String patient : patients) {
      if (enrolled.containsKey(patient)) {
        known.add(Objects.requireNonNull(enrolled.get(patient)));
      }
    }
    return known;
  }

  private static List<String> names(Stream<Enrolled> patients) {
    return sorted(patients.map(patient -> patient.patient().value()));
  }

  private static List<String> sorted(Stream<String> patients) {
    return patients.sorted().toList();
  }

  private void tell(Kind kind, String where, String found, List<String> all, String expected) {
    if (!all.isEmpty()) {
      leaks.add(Leak.of(kind, where, found, all, expected));
    }
  }
}
