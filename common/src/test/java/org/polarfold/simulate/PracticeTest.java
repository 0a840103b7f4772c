package org.polarfold.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.polarfold.UserException;
import org.polarfold.experiment.Settings;
import org.polarfold.provenance.Seeds;

class PracticeTest {

  private static final String READERS =
      "readers { a { sensitivity = 0.9, specificity = 0.75 } }\n"
          + "referral { normal = 0.1, abnormal = 0.6, women = -0.7, races { black = -0.9 } }";

  private static List<Examination> examined;

  @BeforeAll
  static void examine() {
    Clinic clinic =
        new Clinic(
            new Seeds(4),
            PatientModel.REFERENCE,
            CaseMix.REFERENCE,
            AcquisitionKnobs.REFERENCE,
            PracticeSettings.read(KnobFixture.settings(READERS)));
    examined = IntStream.range(0, 2500).mapToObj(clinic::examine).toList();
  }

  @Test
  void aReaderIsAsGoodAsStated() {
    Predicate<Examination> called = e -> e.findings().readings().getOrDefault("a", false);
    assertThat(share(called, PracticeTest::obstructive)).isCloseTo(0.9, within(0.03));
    assertThat(share(called, e -> !obstructive(e))).isCloseTo(0.25, within(0.03));
  }

  @Test
  void referralGoesByResultSexAndRace() {
    Referral referral = PracticeSettings.read(KnobFixture.settings(READERS)).referral();
    Person man = person(true, Race.WHITE);
    assertThat(referral.probability(man, false)).isCloseTo(0.1, within(1e-9));
    assertThat(referral.probability(man, true)).isCloseTo(0.6, within(1e-9));
    assertThat(odds(referral.probability(person(false, Race.WHITE), true)))
        .isCloseTo(1.5 * Math.exp(-0.7), within(1e-9));
    assertThat(odds(referral.probability(person(false, Race.BLACK), true)))
        .isCloseTo(1.5 * Math.exp(-1.6), within(1e-9));
    Predicate<Examination> sent = e -> e.findings().angiography();
    assertThat(share(sent, e -> e.findings().readings().containsValue(true)))
        .isGreaterThan(share(sent, e -> !e.findings().readings().containsValue(true)) + 0.3);
    assertThat(share(sent, e -> e.patient().person().male()))
        .isGreaterThan(share(sent, e -> !e.patient().person().male()) + 0.1);
  }

  @Test
  void withoutReadersTheMeasuredReserveIsTheResult() {
    Practice practice = new Practice(List.of(), new Referral(1e-9, 1 - 1e-9, 0, Map.of()));
    for (Examination examination : examined.subList(0, 100)) {
      boolean low =
          new LatentFlow(examination.measured().rest(), examination.measured().stress()).impaired();
      assertThat(
              practice
                  .findings(examination.patient(), examination.measured(), use -> new Draws(1))
                  .angiography())
          .isEqualTo(low);
    }
  }

  @Test
  void theUsualReferralSendsAboutAsManyAsInPractice() {
    Practice usual = Practice.REFERENCE;
    double sent =
        examined.stream()
            .mapToDouble(
                e ->
                    usual
                            .findings(
                                e.patient(), e.measured(), use -> new Draws(e.patient().hashCode()))
                            .angiography()
                        ? 1
                        : 0)
            .average()
            .orElseThrow();
    assertThat(sent).isCloseTo(0.088, within(0.02));
  }

  @Test
  void complaintsNameTheKey() {
    assertComplaint("readers { B { sensitivity = 1, specificity = 1 } }", "readers.B");
    assertComplaint("readers { b { sensitivity = 1.2, specificity = 1 } }", "sensitivity");
    assertComplaint("referral { normal = 0 }", "referral.normal");
    assertComplaint("referral { wommen = 1 }", "wommen");
  }

  private static void assertComplaint(String text, String key) {
    Settings settings = KnobFixture.settings(text);
    assertThatThrownBy(
            () -> {
              PracticeSettings.read(settings);
              settings.done();
            })
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Invalid ")
        .hasMessageContaining(key);
  }

  private static boolean obstructive(Examination examination) {
    return examination.patient().disease().obstructive();
  }

  private static Person person(boolean male, Race race) {
    return new Person(male, 63, race, Set.of(), false, false);
  }

  private static double odds(double probability) {
    return probability / (1 - probability);
  }

  private static double share(Predicate<Examination> what, Predicate<Examination> among) {
    return examined.stream()
        .filter(among)
        .mapToDouble(e -> what.test(e) ? 1 : 0)
        .average()
        .orElseThrow();
  }
}
