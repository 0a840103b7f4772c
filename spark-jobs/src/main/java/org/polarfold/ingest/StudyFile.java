package org.polarfold.ingest;

import java.nio.file.Path;
import java.util.Optional;
import org.polarfold.study.MapKind;

/**
 * One file of {@link StudyFiles}. Each question may end in the flaw of this file alone, so that a
 * file that is not as site.conf says is still counted, and rejected. Its name and path may hold an
 * identity and are shown nowhere.
 */
interface StudyFile {

  /** Where it stands: the pattern and the file's ordinal, or the index table and its line. */
  RecordPlace place();

  /** The text that names the patient, 1 to 128 characters; empty where site.conf captures none. */
  Optional<String> identifier() throws RecordFlaw;

  /** The state of all its maps; empty where site.conf names none, as a file holds all states. */
  Optional<MapKind> state() throws RecordFlaw;

  /** A regular file that, with every link followed, lies inside the site's folder. */
  Path path() throws RecordFlaw;
}
