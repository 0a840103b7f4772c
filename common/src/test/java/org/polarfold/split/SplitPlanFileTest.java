package org.polarfold.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.polarfold.UserException;

class SplitPlanFileTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final SplitPlan PLAN = plan();

  @Test
  void aPlanComesBackAsItWasDrawn() {
    SplitPlan back = SplitPlanFile.read(SplitPlanFile.write(PLAN), "splits.json");

    assertThat(back).isEqualTo(PLAN);
    assertThat(SplitPlanFile.write(back)).isEqualTo(SplitPlanFile.write(PLAN));
    assertThat(PLAN.notHeldOut()).as("a plan that tries everything").isNotEmpty();
    assertThat(PLAN.designs().get(3).folds().get(0).setAside()).hasSizeGreaterThan(1);
  }

  /** Each keeps the file well-formed, and nobody held out twice. */
  static Stream<Consumer<ObjectNode>> changes() {
    return Stream.of(
        plan -> heldOut(plan, 1).add(heldOut(plan, 0).remove(0)),
        plan -> heldOut(plan, 0).remove(0),
        plan -> ((ArrayNode) plan.at("/designs/0/folds")).remove(4),
        plan -> ((ArrayNode) plan.at("/designs")).remove(1),
        plan -> ((ObjectNode) plan.at("/designs/0")).put("arm", "external-adapted"),
        plan -> ((ObjectNode) plan.at("/designs/1/folds/0")).put("name", "elsewhere"),
        plan -> ((ArrayNode) plan.at("/designs/3/folds/0/setAside")).remove(0),
        plan -> ((ObjectNode) plan.at("/designs/3/folds/0")).remove("setAside"),
        plan -> plan.put("seed", 2),
        plan -> plan.put("datasetDigest", "other studies"),
        plan -> plan.put("digest", "0"),
        plan -> plan.remove("digest"));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void aPlanChangedByHandIsRefused(Consumer<ObjectNode> change) throws JsonProcessingException {
    ObjectNode plan = (ObjectNode) JSON.readTree(SplitPlanFile.write(PLAN));
    change.accept(plan);

    assertThatThrownBy(() -> SplitPlanFile.read(plan.toString(), "runs/demo-1/splits.json"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Invalid plan: runs/demo-1/splits.json (expected content of its digest; draw it again"
                + " with ./run split)");
  }

  @Test
  void aPatientInTwoFoldsOfOneArmIsRefusedByTheirPseudonym() throws JsonProcessingException {
    ObjectNode plan = (ObjectNode) JSON.readTree(SplitPlanFile.write(PLAN));
    JsonNode twice = heldOut(plan, 0).get(0);
    heldOut(plan, 1).add(twice);

    assertThatThrownBy(() -> SplitPlanFile.read(plan.toString(), "splits.json"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Invalid plan: splits.json: of arm internal 1 held out twice: "
                + twice.asText()
                + " by fold-1 and fold-2 (expected each patient in one fold)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[]", "null", "{\"schema\": \"polarfold-splits/2\"}"})
  void anotherFileIsRefused(String text) {
    assertThatThrownBy(() -> SplitPlanFile.read(text, "splits.json"))
        .isInstanceOf(UserException.class)
        .hasMessage("Invalid plan: splits.json (expected schema polarfold-splits/1)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"schema\"",
        "{\"schema\":\"polarfold-splits/1\",\"designs\":[{\"folds\":[{\"heldOut\":[\"\"]}]}]}",
        "{\"schema\":\"polarfold-splits/1\",\"designs\":[{\"folds\":[{\"heldOut\":[]}]}]}"
      })
  void whatIsNoPlanIsRefusedInOneLine(String text) {
    assertThatThrownBy(() -> SplitPlanFile.read(text, "splits.json"))
        .isInstanceOf(UserException.class)
        .hasMessage("Invalid plan: splits.json (expected the JSON of splits.json)");
  }

  private static ArrayNode heldOut(ObjectNode plan, int fold) {
    return (ArrayNode) plan.at("/designs/0/folds/" + fold + "/heldOut");
  }

  private static SplitPlan plan() {
    List<Enrolled> patients = new ArrayList<>(EnrolledMade.consortium(new Random(4)));
    patients.addAll(EnrolledMade.site("big", 40, 20));
    patients.addAll(EnrolledMade.site("small", 3, 1));
    return SplitPlan.draw(
        "studies",
        EnrolledMade.enrolment(patients, Long.MIN_VALUE),
        List.of(
            new KFold(5),
            new LeaveOneSiteOut(),
            new MatchedKFold(5),
            new MatchedLeaveOneSiteOut(5)));
  }
}
