# Sourced: DATA is the file that it was set to, else the assignment's song file where it is present, else the bundled one.
if [ -z "${DATA:-}" ]; then
    DATA="${PERCEPTAB_SHARED:-../shared}/data/song_data.csv"
    [ -e "$DATA" ] || DATA=data/songs.csv
fi
