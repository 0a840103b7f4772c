package org.polarfold.ingest;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.polarfold.experiment.Settings;
import org.polarfold.study.MapKind;
import org.polarfold.study.Quantity;

/** What tells the state of a DICOM file's maps, and which frame holds the map of a state. */
sealed interface DicomStates
    permits DicomStates.InName, DicomStates.InHeader, DicomStates.InFrames {

  /** The states that the site sends. */
  Set<MapKind> states();

  /** The words of names or of an index table, where these tell the state. */
  Optional<StateWords> named();

  /** The states of a file. */
  Set<MapKind> kinds(StudyFile file, DicomFile content) throws RecordFlaw;

  /**
   * The frame that holds the map of a state.
   *
   * @return the first is 1
   */
  int frame(MapKind kind, int frames) throws RecordFlaw;

  /**
   * Reads the block {@code frames}, or the block {@code state} with the key {@code frame} beside it
   * where files have more than one.
   */
  static DicomStates of(Settings maps, Quantity quantity) {
    Optional<Settings> frames = maps.optionalBlock("frames");
    if (frames.isPresent()) {
      return InFrames.of(frames.get(), quantity);
    }
    Settings state = maps.block("state");
    StateWords words = StateWords.of(state, quantity);
    Tells tells = state.has("from") ? state.choice("from", Tells.class) : Tells.NAME;
    SameFrame frame = SameFrame.of(maps);
    return tells == Tells.NAME ? new InName(words, frame) : new InHeader(tells, words, frame);
  }

  /** What holds the words of the states. */
  enum Tells {
    NAME,
    SERIES_DESCRIPTION,
    IMAGE_TYPE
  }

  /**
   * The same frame of every file.
   *
   * @param number empty where a file has no more than one
   */
  record SameFrame(Optional<Integer> number) {
    static SameFrame of(Settings maps) {
      return new SameFrame(
          maps.has("frame")
              ? Optional.of(maps.whole("frame", 1, DicomElements.MOST_ITEMS))
              : Optional.empty());
    }

    int in(int frames) throws RecordFlaw {
      if (number.isEmpty() && frames > 1) {
        throw new RecordFlaw(
            RejectionReason.WRONG_SHAPE,
            "the image: expected one frame, since site.conf has neither maps.frame nor"
                + " maps.frames");
      }
      return among(number.orElse(1), frames);
    }
  }

  private static int among(int number, int frames) throws RecordFlaw {
    if (number > frames) {
      throw new RecordFlaw(
          RejectionReason.WRONG_SHAPE, "the image: expected at least " + number + " frames");
    }
    return number;
  }

  /** The file's name or the index table. */
  record InName(StateWords words, SameFrame same) implements DicomStates {
    @Override
    public Set<MapKind> states() {
      return words.states();
    }

    @Override
    public Optional<StateWords> named() {
      return Optional.of(words);
    }

    @Override
    public Set<MapKind> kinds(StudyFile file, DicomFile content) throws RecordFlaw {
      return Set.of(file.state().orElseThrow());
    }

    @Override
    public int frame(MapKind kind, int frames) throws RecordFlaw {
      return same.in(frames);
    }
  }

  /** A text of the header, exactly, or one value of a list of codes. */
  record InHeader(Tells tells, StateWords words, SameFrame same) implements DicomStates {
    @Override
    public Set<MapKind> states() {
      return words.states();
    }

    @Override
    public Optional<StateWords> named() {
      return Optional.empty();
    }

    @Override
    public Set<MapKind> kinds(StudyFile file, DicomFile content) throws RecordFlaw {
      List<String> texts =
          content.read(
              header ->
                  tells == Tells.IMAGE_TYPE
                      ? header.imageType()
                      : header.seriesDescription().stream().toList());
      Set<MapKind> told =
          texts.stream()
              .map(words::state)
              .flatMap(Optional::stream)
              .collect(Collectors.toUnmodifiableSet());
      if (told.size() != 1) {
        throw new RecordFlaw(
            RejectionReason.UNREADABLE_RECORD,
            (tells == Tells.IMAGE_TYPE ? "ImageType (0008,0008)" : "SeriesDescription (0008,103E)")
                + ": expected one of "
                + String.join(", ", words.all()));
      }
      return told;
    }

    @Override
    public int frame(MapKind kind, int frames) throws RecordFlaw {
      return same.in(frames);
    }
  }

  /**
   * All states in one file.
   *
   * @param numbers their frames; the first is 1
   */
  record InFrames(Map<MapKind, Integer> numbers) implements DicomStates {
    static InFrames of(Settings block, Quantity quantity) {
      Map<MapKind, Integer> numbers = new EnumMap<>(MapKind.class);
      for (MapKind kind : MapKind.values()) {
        if (block.has(kind.key())) {
          int number = block.whole(kind.key(), 1, DicomElements.MOST_ITEMS);
          if (numbers.containsValue(number)) {
            throw block.invalid(kind.key(), "another frame than that of any other state");
          }
          if (kind == MapKind.RESERVE && quantity != Quantity.FLOW) {
            throw block.invalid(kind.key(), "no reserve of relative uptake");
          }
          numbers.put(kind, number);
        }
      }
      if (numbers.isEmpty()) {
        throw block.invalid(MapKind.REST.key(), "at least one of rest, stress and reserve");
      }
      return new InFrames(numbers);
    }

    @Override
    public Set<MapKind> states() {
      return numbers.keySet();
    }

    @Override
    public Optional<StateWords> named() {
      return Optional.empty();
    }

    @Override
    public Set<MapKind> kinds(StudyFile file, DicomFile content) {
      return states();
    }

    @Override
    public int frame(MapKind kind, int frames) throws RecordFlaw {
      return among(Objects.requireNonNull(numbers.get(kind)), frames);
    }
  }
}
